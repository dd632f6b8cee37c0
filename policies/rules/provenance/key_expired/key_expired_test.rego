package rules.provenance.key_expired_test

import data.lib.signatures_test as fixture
import data.rules.provenance.key_expired

test_a_signed_release_passes if {
	key_expired.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	key_expired.passed == key_expired.required with input as fixture.unit
	key_expired.passed == key_expired.required with input as fixture.changed({"key": {"validUntil": {"seconds": 16}}})
}

test_a_key_from_its_last_second_on_is_not_proven if {
	key_expired.required - key_expired.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"validUntil": {"seconds": 15}}})
	key_expired.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": {"validUntil": {"seconds": 15}}})
}

test_a_key_without_an_end_is_not_proven if {
	key_expired.required - key_expired.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"validUntil": {"seconds": "16"}}})
	key_expired.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": {"validUntil": {"seconds": "16"}}})
}

test_what_another_check_fails_is_left_to_it if {
	key_expired.passed == key_expired.required with input as fixture.changed({"key": null, "signatureVerified": false, "statement": null})
	key_expired.passed == key_expired.required with input as fixture.changed(null)
}
