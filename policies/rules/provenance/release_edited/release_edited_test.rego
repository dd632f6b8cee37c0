package rules.provenance.release_edited_test

import data.lib.signatures_test as fixture
import data.rules.provenance.release_edited

test_a_signed_release_passes if {
	release_edited.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	release_edited.passed == release_edited.required with input as fixture.unit
}

test_another_release_file_is_not_proven if {
	release_edited.required - release_edited.passed == {"1.0.0/evaluation"} with input as fixture.about_other({"release.yaml": "z"})
	release_edited.facts == {"1.0.0/evaluation": {"observed": {"release.yaml": "z"}, "expected": {"release.yaml": "c"}, "path": "models/churn/versions/1.0.0/evaluation.sigstore.json"}} with input as fixture.about_other({"release.yaml": "z"})
}

test_what_another_check_fails_is_left_to_it if {
	release_edited.passed == release_edited.required with input as fixture.about_other({"evaluation.json": "z"})
	release_edited.passed == release_edited.required with input as fixture.about_other({"image": "z", "release.yaml": "y"})
	release_edited.passed == release_edited.required with input as fixture.about_other({"artifact": "z", "release.yaml": "y"})
	release_edited.passed == release_edited.required with input as fixture.about_other({"training-data": "z", "release.yaml": "y"})
	release_edited.passed == release_edited.required with input as fixture.changed(null)
	release_edited.passed == release_edited.required with input as fixture.without("image")
}
