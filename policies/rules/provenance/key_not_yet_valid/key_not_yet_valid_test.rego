package rules.provenance.key_not_yet_valid_test

import data.lib.signatures_test as fixture
import data.rules.provenance.key_not_yet_valid

test_a_signed_release_passes if {
	key_not_yet_valid.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	key_not_yet_valid.passed == key_not_yet_valid.required with input as fixture.unit
	key_not_yet_valid.passed == key_not_yet_valid.required with input as fixture.changed({"key": {"validFrom": {"seconds": 15}}})
}

test_a_key_before_its_first_second_is_not_proven if {
	key_not_yet_valid.required - key_not_yet_valid.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"validFrom": {"seconds": 16}}})
	key_not_yet_valid.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": {"validFrom": {"seconds": 16}}})
}

test_a_key_without_a_beginning_is_not_proven if {
	key_not_yet_valid.required - key_not_yet_valid.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"validFrom": {"seconds": null}}})
	key_not_yet_valid.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": {"validFrom": {"seconds": null}}})
}

test_what_another_check_fails_is_left_to_it if {
	key_not_yet_valid.passed == key_not_yet_valid.required with input as fixture.changed({"key": null, "signatureVerified": false, "statement": null})
	key_not_yet_valid.passed == key_not_yet_valid.required with input as fixture.changed(null)
}
