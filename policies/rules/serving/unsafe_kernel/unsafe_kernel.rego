# METADATA
# scope: package
# title: Kernel settings of the node
# description: >
#   No container sees an unmasked /proc, and no pod sets a sysctl.
# custom:
#   code: serving.unsafe_kernel
#   severity: deny
#   message: "{subject}: {observed}; expected {expected}"
#   fix: Leave procMount and sysctls out.
package rules.serving.unsafe_kernel

import data.lib.pods

expectation := "the default procMount and no sysctl"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	is_object(here.container)
	is_object(object.get(here.container, "securityContext", {}))
	object.get(here.container, ["securityContext", "procMount"], "Default") == "Default"
	object.get(here.pod, "sysctls", []) == []
}

seen(here) := $"procMount {object.get(here.container, ["securityContext", "procMount"], "Default")}, {count(object.get(here.pod, "sysctls", []))} sysctls" if {
	is_object(here.container)
} else := "unknown"

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
