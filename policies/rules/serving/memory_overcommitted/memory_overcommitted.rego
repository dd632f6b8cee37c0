# METADATA
# scope: package
# title: Memory promised twice
# description: >
#   Every container may use no more memory than it asks for, so that no node has to kill a model because others grew.
# custom:
#   code: serving.memory_overcommitted
#   severity: deny
#   message: "{subject}: memory is {observed}; expected {expected}"
#   fix: Set the request and the limit of memory to the same quantity.
package rules.serving.memory_overcommitted

import data.lib.pods

expectation := "a request and a limit that are equal"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	resources := here.container.resources
	is_string(resources.requests.memory)
	resources.requests.memory == resources.limits.memory
}

seen(here) := {kind: object.get(here.container, ["resources", kind, "memory"], null) | some kind in ["requests", "limits"]} if {
	is_object(here.container)
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
