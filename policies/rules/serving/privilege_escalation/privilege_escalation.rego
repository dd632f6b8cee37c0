# METADATA
# scope: package
# title: Container may gain privileges
# description: >
#   No container is privileged, and none lets a process gain more privileges than its parent has.
# custom:
#   code: serving.privilege_escalation
#   severity: deny
#   message: "{subject}: {observed}; expected {expected}"
#   fix: Set allowPrivilegeEscalation to false, and leave privileged out.
package rules.serving.privilege_escalation

import data.lib.pods

expectation := "allowPrivilegeEscalation false, and not privileged"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	here.container.securityContext.allowPrivilegeEscalation == false
	object.get(here.container.securityContext, "privileged", false) == false
}

own(here, field) := value if {
	value := here.container.securityContext[field]
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": $"allowPrivilegeEscalation {own(here, "allowPrivilegeEscalation")}, privileged {own(here, "privileged")}", "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
