package rules.provenance.key_not_merged_test

import data.lib.signatures_test as fixture
import data.rules.provenance.key_not_merged

test_a_signed_release_passes if {
	key_not_merged.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	key_not_merged.passed == key_not_merged.required with input as fixture.unit
}

test_a_key_that_comes_with_the_evidence_is_not_proven if {
	key_not_merged.required - key_not_merged.passed == {"1.0.0/sbom"} with input as fixture.keyless(true)
	key_not_merged.facts == {"1.0.0/sbom": {"observed": "aGludA==", "expected": "a key of policies/keys as it was merged", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.keyless(true)
}

test_what_another_check_fails_is_left_to_it if {
	key_not_merged.passed == key_not_merged.required with input as fixture.keyless(false)
	key_not_merged.passed == key_not_merged.required with input as fixture.changed(null)
}
