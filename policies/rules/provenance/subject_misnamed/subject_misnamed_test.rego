package rules.provenance.subject_misnamed_test

import data.lib.signatures_test as fixture
import data.rules.provenance.subject_misnamed

test_a_signed_release_passes if {
	subject_misnamed.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	subject_misnamed.passed == subject_misnamed.required with input as fixture.unit
}

test_two_subjects_that_change_names_are_not_proven if {
	subject_misnamed.required - subject_misnamed.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"subjects": {"artifact": "b", "image": "a"}}})
	subject_misnamed.facts == {"1.0.0/sbom": {"observed": {"artifact": "b", "image": "a"}, "expected": {"artifact": "a", "image": "b"}, "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.changed({"statement": {"subjects": {"artifact": "b", "image": "a"}}})
}

test_what_another_check_fails_is_left_to_it if {
	subject_misnamed.passed == subject_misnamed.required with input as fixture.about_other({"artifact": "z"})
	subject_misnamed.passed == subject_misnamed.required with input as fixture.without("image")
	subject_misnamed.passed == subject_misnamed.required with input as fixture.changed(null)
}
