# METADATA
# scope: package
# title: Signatures
# description: >
#   The statements that every judged release needs, and what is known of their bundles. Each check asks one thing and leaves to the one before it
#   what that one fails: no bundle, no key of the ring, no good signature. So a subject that every check passes is signed, and well.
package lib.signatures

import data.lib.judged

predicates := {
	"evaluation": "https://modelgate.dev/attestation/evaluation/v1",
	"provenance": "https://slsa.dev/provenance/v1",
	"sbom": "https://cyclonedx.org/bom",
}

# Every statement that has to be there, by subject: it iterates over the releases and the list above only.
wanted[subject] := {"release": release, "name": name, "path": path} if {
	some release in judged.releases
	some name, _ in predicates
	subject := $"{release.version}/{name}"
	path := $"models/{input.model.id}/versions/{release.version}/{name}.sigstore.json"
}

subjects contains subject if some subject, _ in wanted

bundles[subject] := bundle if {
	some subject, want in wanted
	bundle := input.signatures[want.release.version].statements[want.name]
	is_object(bundle)
}

# The key of the ring that each bundle names.
keys[subject] := bundle.key if {
	some subject, bundle in bundles
	is_object(bundle.key)
}

verified contains subject if {
	some subject, _ in keys
	bundles[subject].signatureVerified == true
}

# What is said under a good signature.
said[subject] := statement if {
	some subject in verified
	statement := bundles[subject].statement
	is_object(statement)
}

unbundled := subjects - object.keys(bundles)

unkeyed := subjects - object.keys(keys)

unverified := subjects - verified

# What a statement has to be about, by name: the release, and for an evaluation its numbers and data too.
about(want) := release_subjects(want.release) if {
	want.name != "evaluation"
} else := object.union(release_subjects(want.release), {
	"evaluation-data": want.release.evaluation.dataset.sha256,
	"evaluation.json": files(want.release)["evaluation.json"],
	"training-data": want.release.release.dataset.sha256,
})

release_subjects(release) := object.union(image(release.release.image.digest), {
	"artifact": release.release.artifact.sha256,
	"release.yaml": files(release)["release.yaml"],
})

# Not every release has an image.
image(digest) := {} if {
	digest == null
} else := {"image": trim_prefix(digest, "sha256:")}

# Digests of the files as they lie in the repository.
files(release) := input.signatures[release.version].files
