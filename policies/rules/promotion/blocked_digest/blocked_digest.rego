# METADATA
# scope: package
# title: Blocked image
# description: >
#   The image of every judged release has not failed here, nor in an environment before this one: blocked.yaml, as the base or the change has it,
#   does not name its digest. Before the environment where it failed it may stay, to be looked at. A release without a digest can not be told apart.
# custom:
#   code: promotion.blocked_digest
#   severity: deny
#   message: "{subject} has the image {observed}; expected {expected}"
#   fix: Release a corrected image as a new version. To let this one back, take its entry out of blocked.yaml in a pull request of its own first.
package rules.promotion.blocked_digest

import data.lib.judged

required contains release.version if some release in judged.releases

passed contains release.version if {
	some release in judged.releases
	digest := release.release.image.digest
	is_string(digest)
	is_array(input.blocked)
	every entry in input.blocked {
		allows(entry, digest)
	}
}

allows(entry, digest) if {
	is_string(entry.digest)
	entry.digest != digest
}

allows(entry, _) if entry.environment in later

# Environments that a release reaches after this one; an environment that the model does not have is never among them.
later contains name if {
	some here, input.environment in places
	some index, name in places
	index > here
}

places := [environment.name | some environment in input.model.environments]

facts[release.version] := {"observed": observed, "expected": expectation(observed), "path": judged.releases_file} if {
	some release in judged.releases
	observed := object.get(judged.recorded(release), ["image", "digest"], null)
}

expectation(digest) := $"one that did not fail in {entry.environment} at {entry.at}: {entry.reason}" if {
	entry := hits(digest)[0]
} else := "an image that blocked.yaml does not name"

hits(digest) := [entry | some entry in input.blocked; entry.digest == digest; not entry.environment in later]
