package rules.provenance.other_predicate_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_predicate

test_a_signed_release_passes if {
	other_predicate.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_predicate.passed == other_predicate.required with input as fixture.unit
}

test_a_statement_of_another_kind_is_not_proven if {
	other_predicate.required - other_predicate.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"predicateType": "https://slsa.dev/provenance/v1"}})
	other_predicate.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"statement": {"predicateType": "https://slsa.dev/provenance/v1"}})
}

test_a_kind_that_nobody_reads_is_left_to_another_check if {
	other_predicate.passed == other_predicate.required with input as fixture.changed({"statement": {"predicateType": "https://example.com/x"}})
	other_predicate.passed == other_predicate.required with input as fixture.changed({"statement": null})
}

test_what_another_check_fails_is_left_to_it if {
	other_predicate.passed == other_predicate.required with input as fixture.changed({"signatureVerified": false, "statement": null})
	other_predicate.passed == other_predicate.required with input as fixture.changed(null)
}
