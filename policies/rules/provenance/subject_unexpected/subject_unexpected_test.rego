package rules.provenance.subject_unexpected_test

import data.lib.signatures_test as fixture
import data.rules.provenance.subject_unexpected

test_a_signed_release_passes if {
	subject_unexpected.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	subject_unexpected.passed == subject_unexpected.required with input as fixture.unit
}

test_a_name_that_nobody_compares_is_not_proven if {
	subject_unexpected.required - subject_unexpected.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"subjects": {"other": "z"}}})
	subject_unexpected.facts == {"1.0.0/sbom": {"observed": {"other": "z"}, "expected": {"other": null}, "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.changed({"statement": {"subjects": {"other": "z"}}})
}

test_what_another_check_fails_is_left_to_it if {
	subject_unexpected.passed == subject_unexpected.required with input as fixture.without("image")
	subject_unexpected.passed == subject_unexpected.required with input as fixture.about_other({"artifact": "z"})
	subject_unexpected.passed == subject_unexpected.required with input as fixture.changed(null)
}
