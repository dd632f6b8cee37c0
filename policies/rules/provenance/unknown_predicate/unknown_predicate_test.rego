package rules.provenance.unknown_predicate_test

import data.lib.signatures_test as fixture
import data.rules.provenance.unknown_predicate

test_a_signed_release_passes if {
	unknown_predicate.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	unknown_predicate.passed == unknown_predicate.required with input as fixture.unit
}

test_a_kind_that_nobody_reads_is_not_proven if {
	unknown_predicate.required - unknown_predicate.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"predicateType": "https://example.com/x"}})
	unknown_predicate.facts == {"1.0.0/sbom": {"observed": "https://example.com/x", "expected": "https://cyclonedx.org/bom", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.changed({"statement": {"predicateType": "https://example.com/x"}})
}

test_a_good_signature_on_nothing_is_not_proven if {
	unknown_predicate.required - unknown_predicate.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": null})
	unknown_predicate.facts == {"1.0.0/sbom": {"observed": null, "expected": "https://cyclonedx.org/bom", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.changed({"statement": null})
}

test_what_another_check_fails_is_left_to_it if {
	unknown_predicate.passed == unknown_predicate.required with input as fixture.changed({"statement": {"predicateType": "https://slsa.dev/provenance/v1"}})
	unknown_predicate.passed == unknown_predicate.required with input as fixture.changed(null)
	unknown_predicate.passed == unknown_predicate.required with input as fixture.flawed(null)
}
