# METADATA
# scope: package
# title: Signatures
# description: >
#   The statements that every judged release needs, and what is known of their bundles. Each check asks one thing and leaves to the one before it
#   what that one fails: no bundle, no key of the ring, no good signature, another kind, another model, another version. So a subject that
#   every check passes is signed, and well.
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

# Why no key was found, where more can be said than that there is none. Whoever is in neither of them has an unknown key.
unmerged contains subject if {
	some subject in unkeyed
	bundles[subject].keyProposed == true
}

ringless contains subject if {
	some subject in (unkeyed - unmerged)
	is_object(bundles[subject])
	input.signatures[wanted[subject].release.version].ringKeys == 0
}

# Why a signature does not fit, where that can be told. Whoever is in none of them has a bad signature.
flawed[flaw] := found if {
	some flaw in ["malformed", "other_key", "other_statement", "without_envelope"]
	found := {subject | some subject in (unverified - unkeyed); bundles[subject].signatureFlaw == flaw}
}

# Of a kind that is known, of the kind that its place asks for, about this model, and about this version of it.
known contains subject if {
	some subject, statement in said
	some type in predicates
	statement.predicateType == type
}

typed contains subject if {
	some subject, statement in said
	statement.predicateType == predicates[wanted[subject].name]
}

of_model contains subject if {
	some subject in typed
	said[subject].model == input.model.id
}

of_version contains subject if {
	some subject in of_model
	said[subject].version == wanted[subject].release.version
}

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
