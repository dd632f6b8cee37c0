# METADATA
# scope: package
# title: Pod without a security context
# description: >
#   Every pod has a security context that forbids root, so that a container which is added in the cluster is bound by it too.
# custom:
#   code: serving.pod_context_missing
#   severity: deny
#   message: "{subject}: the security context is {observed}; expected {expected}"
#   fix: Set runAsNonRoot in the security context of the pod.
package rules.serving.pod_context_missing

import data.lib.pods

expectation := {"runAsNonRoot": true}

not_applicable := pods.none

required contains subject if some subject, _ in pods.pods

passed contains subject if {
	some subject, here in pods.pods
	here.pod.securityContext.runAsNonRoot == true
}

seen(here) := context if {
	context := here.pod.securityContext
} else := null

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.pods
	not subject in passed
}
