# METADATA
# scope: package
# title: Image from elsewhere
# description: >
#   The image of every container and image volume comes from one of the allowed registries.
# custom:
#   code: serving.registry_not_allowed
#   severity: deny
#   message: "{subject}: image is {observed}; expected one from {expected}"
#   fix: Mirror the image into an allowed registry, or allow the registry in a pull request of its own.
#   limits: [thresholds.serving.registries]
package rules.serving.registry_not_allowed

import data.lib.pods

expectation := input.thresholds.serving.registries

required contains subject if some subject in pods.subjects

required contains subject if some subject, _ in pods.image_volumes

passed contains subject if some subject in pods.present

passed contains subject if some subject in pods.image_is_the_controllers

passed contains subject if {
	some subject, here in pods.image_volumes
	some registry in expectation
	is_string(registry)
	startswith(here.reference, $"{registry}/")
}

facts[subject] := {"observed": here.reference, "expected": expectation, "path": here.path} if {
	some subject, here in pods.image_volumes
	not subject in passed
}

passed contains subject if {
	some subject, here in pods.containers
	some registry in expectation
	is_string(registry)
	startswith(here.container.image, $"{registry}/")
}

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": object.get(here.container, "image", null), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
