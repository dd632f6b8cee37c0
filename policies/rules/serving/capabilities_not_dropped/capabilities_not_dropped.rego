# METADATA
# scope: package
# title: Capabilities not dropped
# description: >
#   Every container drops all capabilities and adds none.
# custom:
#   code: serving.capabilities_not_dropped
#   severity: deny
#   message: "{subject}: capabilities are {observed}; expected {expected}"
#   fix: Drop ALL, and add none.
package rules.serving.capabilities_not_dropped

import data.lib.pods

expectation := {"drop": ["ALL"]}

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	capabilities := here.container.securityContext.capabilities
	"ALL" in capabilities.drop
	object.get(capabilities, "add", []) == []
}

capabilities_of(here) := value if {
	value := here.container.securityContext.capabilities
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": capabilities_of(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
