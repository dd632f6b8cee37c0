# METADATA
# scope: package
# title: Container may run as root
# description: >
#   Every container runs as a user other than root, by its own word or its pod's, and none names user 0.
# custom:
#   code: serving.run_as_root
#   severity: deny
#   message: "{subject}: {observed}; expected {expected}"
#   fix: Set runAsNonRoot to true, and no user 0.
package rules.serving.run_as_root

import data.lib.num
import data.lib.pods

expectation := "runAsNonRoot true, and no user 0"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	pods.effective(here, "runAsNonRoot") == true
	every user in users(here) {
		num.at_least(user, 1)
	}
}

# Users named by the container and by its pod, whatever they are.
users(here) := array.concat([user | user := here.container.securityContext.runAsUser], [user | user := here.pod.runAsUser])

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": $"runAsNonRoot {pods.effective(here, "runAsNonRoot")}, user {pods.effective(here, "runAsUser")}", "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
