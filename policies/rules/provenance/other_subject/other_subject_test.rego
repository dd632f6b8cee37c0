package rules.provenance.other_subject_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_subject

test_a_signed_release_passes if {
	other_subject.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_subject.passed == other_subject.required with input as fixture.unit
}

test_a_statement_about_other_bytes_is_not_proven if {
	other_subject.required - other_subject.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"subjects": {"artifact": "z"}}})
	other_subject.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"statement": {"subjects": {"artifact": "z"}}})
}

test_a_statement_about_more_is_not_proven if {
	other_subject.required - other_subject.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"subjects": {"other": "z"}}})
	other_subject.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"statement": {"subjects": {"other": "z"}}})
}

test_a_statement_about_less_is_not_proven if {
	other_subject.required - other_subject.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"subjects": null}})
}

test_what_another_check_fails_is_left_to_it if {
	other_subject.passed == other_subject.required with input as fixture.changed({"signatureVerified": false, "statement": null})
	other_subject.passed == other_subject.required with input as fixture.changed(null)
}

test_numbers_that_were_edited_after_signing_are_not_proven if {
	edited := object.union(fixture.unit, {"signatures": {"1.0.0": {"files": {"evaluation.json": "z"}}}})
	other_subject.required - other_subject.passed == {"1.0.0/evaluation"} with input as edited
	other_subject.facts["1.0.0/evaluation"].observed == {"evaluation.json": "f"} with input as edited
	other_subject.facts["1.0.0/evaluation"].expected == {"evaluation.json": "z"} with input as edited
}

test_a_release_without_its_file_proves_nothing if {
	gone := object.union(fixture.unit, {"stable": {"release": null}})
	other_subject.passed == set() with input as gone
}
