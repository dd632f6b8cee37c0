package rules.provenance.other_image_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_image

test_a_signed_release_passes if {
	other_image.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_image.passed == other_image.required with input as fixture.unit
}

test_another_image_is_not_proven if {
	other_image.required - other_image.passed == {"1.0.0/evaluation"} with input as fixture.about_other({"image": "z"})
	other_image.facts == {"1.0.0/evaluation": {"observed": {"image": "z"}, "expected": {"image": "b"}, "path": "models/churn/versions/1.0.0/evaluation.sigstore.json"}} with input as fixture.about_other({"image": "z"})
}

test_another_image_that_the_release_names_is_not_proven if {
	other_image.required - other_image.passed == {"1.0.0/evaluation"} with input as fixture.about_other({"image": "z", "release.yaml": "y"})
	other_image.facts == {"1.0.0/evaluation": {"observed": {"image": "z", "release.yaml": "y"}, "expected": {"image": "b", "release.yaml": "c"}, "path": "models/churn/versions/1.0.0/evaluation.sigstore.json"}} with input as fixture.about_other({"image": "z", "release.yaml": "y"})
}

test_what_another_check_fails_is_left_to_it if {
	other_image.passed == other_image.required with input as fixture.about_other({"artifact": "z"})
	other_image.passed == other_image.required with input as fixture.about_other({"release.yaml": "z"})
	other_image.passed == other_image.required with input as fixture.changed(null)
	other_image.passed == other_image.required with input as fixture.without("image")
}
