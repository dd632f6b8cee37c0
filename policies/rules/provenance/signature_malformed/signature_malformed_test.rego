package rules.provenance.signature_malformed_test

import data.lib.signatures_test as fixture
import data.rules.provenance.signature_malformed

test_a_signed_release_passes if {
	signature_malformed.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	signature_malformed.passed == signature_malformed.required with input as fixture.unit
}

test_a_number_that_no_key_makes_is_not_proven if {
	signature_malformed.required - signature_malformed.passed == {"1.0.0/sbom"} with input as fixture.flawed("malformed")
	signature_malformed.facts == {"1.0.0/sbom": {"observed": "a number that no key makes", "expected": "training-2026", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.flawed("malformed")
}

test_what_another_check_fails_is_left_to_it if {
	signature_malformed.passed == signature_malformed.required with input as fixture.flawed(null)
	signature_malformed.passed == signature_malformed.required with input as fixture.changed(null)
	signature_malformed.passed == signature_malformed.required with input as fixture.keyless(false)
}
