package rules.provenance.key_wrong_predicate_test

import data.lib.signatures_test as fixture
import data.rules.provenance.key_wrong_predicate

test_a_signed_release_passes if {
	key_wrong_predicate.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	key_wrong_predicate.passed == key_wrong_predicate.required with input as fixture.unit
}

test_a_key_of_other_kinds_is_not_proven if {
	key_wrong_predicate.required - key_wrong_predicate.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"predicates": ["https://slsa.dev/provenance/v1"]}})
	key_wrong_predicate.facts["1.0.0/sbom"] == {"observed": ["https://slsa.dev/provenance/v1"], "expected": "https://cyclonedx.org/bom", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"} with input as fixture.changed({"key": {"predicates": ["https://slsa.dev/provenance/v1"]}})
}

test_what_another_check_fails_is_left_to_it if {
	key_wrong_predicate.passed == key_wrong_predicate.required with input as fixture.changed({"key": {"models": ["credit"]}})
	key_wrong_predicate.passed == key_wrong_predicate.required with input as fixture.keyless(false)
	key_wrong_predicate.passed == key_wrong_predicate.required with input as fixture.changed(null)
}
