# METADATA
# scope: package
# title: System calls not filtered
# description: >
#   Every container has the seccomp profile of its runtime or one of the node, by its own word or its pod's: RuntimeDefault or Localhost.
# custom:
#   code: serving.seccomp_missing
#   severity: deny
#   message: "{subject}: the seccomp profile is {observed}; expected {expected}"
#   fix: Set seccompProfile to type RuntimeDefault.
package rules.serving.seccomp_missing

import data.lib.pods

expectation := "RuntimeDefault or Localhost"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	profile := pods.effective(here, "seccompProfile")
	profile.type in {"RuntimeDefault", "Localhost"}
}

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": pods.effective(here, "seccompProfile"), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
