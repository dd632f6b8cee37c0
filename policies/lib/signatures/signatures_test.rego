package lib.signatures_test

import data.lib.signatures

bundle(name, more) := {
	"hint": "aGludA==",
	"key": {
		"id": "training-2026",
		"validFrom": {"at": "1970-01-01T00:00:10Z", "seconds": 10},
		"validUntil": {"at": "1970-01-01T00:00:20Z", "seconds": 20},
		"revoked": null,
		"models": ["churn"],
		"predicates": [signatures.predicates[name]],
	},
	"keyProposed": false,
	"signatureVerified": true,
	"signatureFlaw": null,
	"statement": {
		"predicateType": signatures.predicates[name],
		"model": "churn",
		"version": "1.0.0",
		"producedAt": null,
		"subjects": object.union({"artifact": "a", "image": "b", "release.yaml": "c"}, more),
	},
}

# One release, signed in full, judged half-way through its key's time.
unit := {
	"now": {"at": "1970-01-01T00:00:15Z", "seconds": 15},
	"model": {"id": "churn"},
	"stable": {
		"version": "1.0.0",
		"release": {"artifact": {"sha256": "a"}, "image": {"digest": "sha256:b"}, "dataset": {"sha256": "d"}},
		"evaluation": {"dataset": {"sha256": "e"}, "producedAt": "2026-01-01T00:00:00Z"},
	},
	"candidate": null,
	"signatures": {"1.0.0": {
		"ringKeys": 2,
		"files": {"evaluation.json": "f", "release.yaml": "c"},
		"statements": {
			"evaluation": object.union(bundle("evaluation", {"evaluation.json": "f", "evaluation-data": "e", "training-data": "d"}), {"statement": {"producedAt": "2026-01-01T00:00:00Z"}}),
			"provenance": bundle("provenance", {}),
			"sbom": bundle("sbom", {}),
		},
	}},
}

# The same with its bill of materials changed: an object is merged, anything else takes its place.
changed(sbom) := object.union(unit, {"signatures": {"1.0.0": {"statements": {"sbom": sbom}}}})

# The same with other digests under some names of what the evaluation is about.
about_other(subjects) := evaluated({"subjects": subjects})

# The same with another statement in the evaluation's place.
evaluated(statement) := object.union(unit, {"signatures": {"1.0.0": {"statements": {"evaluation": {"statement": statement}}}}})

# The same with a name less in its bill of materials.
without(name) := object.union(changed(null), {"signatures": {"1.0.0": {"statements": {"sbom": object.union(object.remove(sbom, ["statement"]), {"statement": said})}}}}) if {
	sbom := bundle("sbom", {})
	subjects := object.remove(sbom.statement.subjects, [name])
	said := object.union(object.remove(sbom.statement, ["subjects"]), {"subjects": subjects})
}

# Badly signed, in a way that can be told.
flawed(flaw) := changed({"signatureVerified": false, "signatureFlaw": flaw, "statement": null})

# Signed with a key that the ring lacks.
keyless(proposed) := changed({"key": null, "keyProposed": proposed, "signatureVerified": false, "statement": null})

test_three_statements_are_wanted_of_every_release if {
	signatures.subjects == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as unit
	count(signatures.subjects) == 6 with input as object.union(unit, {"candidate": {"version": "1.1.0"}})
	signatures.wanted["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as unit
}

test_a_signed_release_is_known_in_full if {
	signatures.unbundled == set() with input as unit
	signatures.unkeyed == set() with input as unit
	signatures.unverified == set() with input as unit
	signatures.said["1.0.0/sbom"].version == "1.0.0" with input as unit
	signatures.said["1.0.0/evaluation"].subjects == signatures.about(signatures.wanted["1.0.0/evaluation"]) with input as unit
}

test_what_is_missing_is_known_by_what_is_there if {
	signatures.unbundled == {"1.0.0/sbom"} with input as changed(null)
	signatures.unkeyed == {"1.0.0/sbom"} with input as changed({"key": null})
	signatures.unverified == {"1.0.0/sbom"} with input as changed({"signatureVerified": false})
	signatures.unverified == {"1.0.0/sbom"} with input as changed({"key": null, "signatureVerified": true})
	signatures.unbundled == signatures.subjects with input as object.remove(unit, ["signatures"])
}

test_nothing_is_said_under_a_bad_signature if {
	not signatures.said["1.0.0/sbom"] with input as changed({"signatureVerified": false})
	not signatures.said["1.0.0/sbom"] with input as changed({"statement": null})
}

test_a_release_without_an_image_is_about_the_rest if {
	bare := object.union(unit, {"stable": {"release": {"image": {"digest": null}}}})
	signatures.about(signatures.wanted["1.0.0/sbom"]) == {"artifact": "a", "release.yaml": "c"} with input as bare
}

test_the_kinds_of_statements_are_those_of_their_standards if {
	signatures.predicates == {
		"evaluation": "https://modelgate.dev/attestation/evaluation/v1",
		"provenance": "https://slsa.dev/provenance/v1",
		"sbom": "https://cyclonedx.org/bom",
	}
}

test_each_step_takes_in_what_the_one_before_let_through if {
	signatures.of_version == signatures.subjects with input as unit
	signatures.subjects - signatures.known == {"1.0.0/sbom"} with input as changed({"statement": {"predicateType": "https://example.com/x"}})
	signatures.known - signatures.typed == {"1.0.0/sbom"} with input as changed({"statement": {"predicateType": "https://slsa.dev/provenance/v1"}})
	signatures.typed - signatures.of_model == {"1.0.0/sbom"} with input as changed({"statement": {"model": "credit"}})
	signatures.of_model - signatures.of_version == {"1.0.0/sbom"} with input as changed({"statement": {"version": "0.9.0"}})
	signatures.of_version == set() with input as changed({"statement": {"model": "credit"}}) with input.model.id as "other"
}

test_why_no_key_was_found_is_asked_of_what_has_none_only if {
	signatures.unmerged == {"1.0.0/sbom"} with input as keyless(true)
	signatures.unmerged == set() with input as keyless(false)
	signatures.unmerged == set() with input as changed({"keyProposed": true})
	signatures.ringless == {"1.0.0/sbom"} with input as object.union(keyless(false), {"signatures": {"1.0.0": {"ringKeys": 0}}})
	signatures.ringless == set() with input as object.union(keyless(true), {"signatures": {"1.0.0": {"ringKeys": 0}}})
	signatures.ringless == set() with input as object.union(changed(null), {"signatures": {"1.0.0": {"ringKeys": 0}}})
	signatures.ringless == set() with input as keyless(false)
}

test_what_was_done_to_a_signature_is_asked_of_bad_ones_only if {
	every flaw in ["malformed", "other_key", "other_statement", "without_envelope"] {
		signatures.flawed[flaw] == {"1.0.0/sbom"} with input as flawed(flaw)
		signatures.flawed[flaw] == set() with input as flawed("else")
		signatures.flawed[flaw] == set() with input as changed({"signatureFlaw": flaw})
		signatures.flawed[flaw] == set() with input as changed({"key": null, "signatureVerified": false, "signatureFlaw": flaw})
	}
}
