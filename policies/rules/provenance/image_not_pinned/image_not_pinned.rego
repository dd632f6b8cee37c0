# METADATA
# scope: package
# title: Image not pinned
# description: >
#   Every release names its image by digest, and so does every container and image volume in the manifests: a tag can be moved to other bytes.
# custom:
#   code: provenance.image_not_pinned
#   severity: deny
#   message: "{subject}: image is {observed}; expected {expected}"
#   fix: Publish the image and name its digest; a tag beside it is for people only.
package rules.provenance.image_not_pinned

import data.lib.judged
import data.lib.pods

required contains release.version if some release in judged.releases

required contains subject if some subject in pods.subjects

passed contains release.version if {
	some release in judged.releases
	regex.match(`^sha256:[0-9a-f]{64}$`, release.release.image.digest)
}

required contains subject if some subject, _ in pods.image_volumes

passed contains subject if some subject in pods.present

passed contains subject if some subject in pods.image_is_the_controllers

passed contains subject if {
	some subject, here in pods.image_volumes
	regex.match(`^[^@\s]+@sha256:[0-9a-f]{64}$`, here.reference)
}

facts[subject] := {"observed": here.reference, "expected": expectation, "path": here.path} if some subject, here in pods.image_volumes

passed contains subject if {
	some subject, here in pods.containers
	regex.match(`^[^@\s]+@sha256:[0-9a-f]{64}$`, here.container.image)
}

expectation := "a digest, sha256: and 64 hexadecimal digits"

facts[subject] := fact if some subject, fact in pods.missing_facts(expectation)

facts[release.version] := {"observed": observed, "expected": expectation, "path": judged.release_file(release.version)} if {
	some release in judged.releases
	observed := object.get(judged.recorded(release), ["image", "digest"], null)
}

facts[subject] := {"observed": object.get(here.container, "image", null), "expected": expectation, "path": here.path} if {
	some subject, here in pods.containers
}
