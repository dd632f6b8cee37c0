# METADATA
# scope: package
# title: Tag that moves
# description: >
#   The tag beside the digest of an image, where there is one, is not latest: people read it, and it says nothing.
# custom:
#   code: serving.tag_latest
#   severity: deny
#   message: "{subject}: image is {observed}; expected {expected}"
#   fix: Tag the image with its version, or with nothing.
package rules.serving.tag_latest

import data.lib.pods

expectation := "no tag, or one that stays"

required contains subject if some subject in pods.subjects

passed contains subject if some subject in pods.present

passed contains subject if {
	some subject, here in pods.containers
	image := here.container.image
	is_string(image)
	regex.match(`:latest($|@)`, image) == false
}

passed contains subject if some subject in pods.image_is_the_controllers

seen(here) := value if {
	value := here.container.image
} else := null

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[subject] := {"observed": seen(here), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
	not subject in passed
}
