package rules.provenance.other_artifact_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_artifact

test_a_signed_release_passes if {
	other_artifact.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_artifact.passed == other_artifact.required with input as fixture.unit
}

test_another_model_file_is_not_proven if {
	other_artifact.required - other_artifact.passed == {"1.0.0/evaluation"} with input as fixture.about_other({"artifact": "z"})
	other_artifact.facts == {"1.0.0/evaluation": {"observed": {"artifact": "z"}, "expected": {"artifact": "a"}, "path": "models/churn/versions/1.0.0/evaluation.sigstore.json"}} with input as fixture.about_other({"artifact": "z"})
}

test_what_another_check_fails_is_left_to_it if {
	other_artifact.passed == other_artifact.required with input as fixture.about_other({"image": "z"})
	other_artifact.passed == other_artifact.required with input as fixture.about_other({"release.yaml": "z"})
	other_artifact.passed == other_artifact.required with input as fixture.changed(null)
	other_artifact.passed == other_artifact.required with input as fixture.without("image")
}
