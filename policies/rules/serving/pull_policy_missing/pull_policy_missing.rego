# METADATA
# scope: package
# title: Pull policy left to the cluster
# description: >
#   Every container says when its image is pulled; what is left out depends on the tag beside the digest.
# custom:
#   code: serving.pull_policy_missing
#   severity: deny
#   message: "{subject}: imagePullPolicy is {observed}; expected {expected}"
#   fix: Set imagePullPolicy to IfNotPresent.
package rules.serving.pull_policy_missing

import data.lib.pods

expectation := "IfNotPresent or Always"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	here.container.imagePullPolicy in {"Always", "IfNotPresent"}
}

seen(here) := value if {
	value := here.container.imagePullPolicy
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
