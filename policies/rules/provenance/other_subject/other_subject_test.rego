package rules.provenance.other_subject_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_subject

test_a_signed_release_passes if {
	other_subject.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_subject.passed == other_subject.required with input as fixture.unit
}

test_a_statement_with_nothing_in_common_is_not_proven if {
	other := fixture.changed({"statement": {"subjects": {"artifact": "x", "image": "y", "release.yaml": "z"}}})
	other_subject.required - other_subject.passed == {"1.0.0/sbom"} with input as other
	other_subject.facts["1.0.0/sbom"] == {
		"observed": {"artifact": "x", "image": "y", "release.yaml": "z"},
		"expected": {"artifact": "a", "image": "b", "release.yaml": "c"},
		"path": "models/churn/versions/1.0.0/sbom.sigstore.json",
	} with input as other
	other_subject.facts["1.0.0/provenance"].observed == {} with input as other
}

test_a_statement_about_nothing_that_can_be_read_is_not_proven if {
	other_subject.required - other_subject.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"subjects": null}})
}

test_what_another_check_fails_is_left_to_it if {
	other_subject.passed == other_subject.required with input as fixture.changed({"signatureVerified": false, "statement": null})
	other_subject.passed == other_subject.required with input as fixture.changed(null)
}

test_what_differs_in_part_is_left_to_another_check if {
	other_subject.passed == other_subject.required with input as fixture.about_other({"artifact": "z"})
	other_subject.passed == other_subject.required with input as fixture.changed({"statement": {"subjects": {"other": "z"}}})
	other_subject.passed == other_subject.required with input as fixture.without("image")
	other_subject.passed == other_subject.required with input as fixture.changed({"statement": {"version": "0.9.0"}})
}

test_a_release_without_its_file_proves_nothing if {
	gone := object.union(fixture.unit, {"stable": {"release": null}})
	other_subject.passed == set() with input as gone
}
