# METADATA
# scope: package
# title: Namespace of the host
# description: >
#   No pod shares the network, the processes or the memory of its node.
# custom:
#   code: serving.host_namespace
#   severity: deny
#   message: "{subject} shares {observed}; expected {expected}"
#   fix: Leave hostNetwork, hostPID and hostIPC out.
package rules.serving.host_namespace

import data.lib.pods

expectation := "nothing of the node"

not_applicable := pods.none

required contains subject if some subject, _ in pods.pods

passed contains subject if {
	some subject, here in pods.pods
	is_object(here.pod)
	every field in fields {
		object.get(here.pod, field, false) == false
	}
}

fields := ["hostNetwork", "hostPID", "hostIPC"]

seen(here) := [field | some field in fields; object.get(here.pod, field, false) != false] if {
	is_object(here.pod)
} else := "unknown"

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.pods
	not subject in passed
}
