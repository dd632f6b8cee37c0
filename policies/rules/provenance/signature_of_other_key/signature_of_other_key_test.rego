package rules.provenance.signature_of_other_key_test

import data.lib.signatures_test as fixture
import data.rules.provenance.signature_of_other_key

test_a_signed_release_passes if {
	signature_of_other_key.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	signature_of_other_key.passed == signature_of_other_key.required with input as fixture.unit
}

test_another_key_is_not_proven if {
	signature_of_other_key.required - signature_of_other_key.passed == {"1.0.0/sbom"} with input as fixture.flawed("other_key")
	signature_of_other_key.facts == {"1.0.0/sbom": {"observed": "a signature of another key of policies/keys", "expected": "training-2026", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.flawed("other_key")
}

test_what_another_check_fails_is_left_to_it if {
	signature_of_other_key.passed == signature_of_other_key.required with input as fixture.flawed(null)
	signature_of_other_key.passed == signature_of_other_key.required with input as fixture.changed(null)
	signature_of_other_key.passed == signature_of_other_key.required with input as fixture.keyless(false)
}
