package rules.provenance.no_keys_test

import data.lib.signatures_test as fixture
import data.rules.provenance.no_keys

test_a_signed_release_passes if {
	no_keys.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	no_keys.passed == no_keys.required with input as fixture.unit
}

test_a_signature_where_nobody_is_trusted_is_not_proven if {
	no_keys.required - no_keys.passed == {"1.0.0/sbom"} with input as object.union(fixture.keyless(false), {"signatures": {"1.0.0": {"ringKeys": 0}}})
	no_keys.facts == {"1.0.0/sbom": {"observed": "aGludA==", "expected": "a key in policies/keys", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as object.union(fixture.keyless(false), {"signatures": {"1.0.0": {"ringKeys": 0}}})
}

test_what_another_check_fails_is_left_to_it if {
	no_keys.passed == no_keys.required with input as fixture.keyless(false)
	no_keys.passed == no_keys.required with input as fixture.changed(null)
}
