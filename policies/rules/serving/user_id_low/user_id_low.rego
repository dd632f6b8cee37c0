# METADATA
# scope: package
# title: User that the node may have
# description: >
#   Every container runs as a user from 10000 on, by its own word or its pod's: a lower one may be a user of the node.
# custom:
#   code: serving.user_id_low
#   severity: deny
#   message: "{subject}: the user is {observed}; expected {expected}"
#   fix: Set runAsUser to 10000 or more.
package rules.serving.user_id_low

import data.lib.num
import data.lib.pods

expectation := "a user from 10000 on"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	num.at_least(pods.effective(here, "runAsUser"), 10000)
}

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": pods.effective(here, "runAsUser"), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
