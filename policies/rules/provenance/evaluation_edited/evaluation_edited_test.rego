package rules.provenance.evaluation_edited_test

import data.lib.signatures_test as fixture
import data.rules.provenance.evaluation_edited

test_a_signed_release_passes if {
	evaluation_edited.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	evaluation_edited.passed == evaluation_edited.required with input as fixture.unit
}

test_another_file_of_the_same_run_is_not_proven if {
	evaluation_edited.required - evaluation_edited.passed == {"1.0.0/evaluation"} with input as fixture.about_other({"evaluation.json": "z"})
	evaluation_edited.facts == {"1.0.0/evaluation": {"observed": {"evaluation.json": "z"}, "expected": {"evaluation.json": "f"}, "path": "models/churn/versions/1.0.0/evaluation.sigstore.json"}} with input as fixture.about_other({"evaluation.json": "z"})
}

test_what_another_check_fails_is_left_to_it if {
	evaluation_edited.passed == evaluation_edited.required with input as fixture.about_other({"release.yaml": "z"})
	evaluation_edited.passed == evaluation_edited.required with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z", "subjects": {"evaluation.json": "z"}})
	evaluation_edited.passed == evaluation_edited.required with input as fixture.about_other({"evaluation.json": "z", "evaluation-data": "y"})
	evaluation_edited.passed == evaluation_edited.required with input as fixture.changed(null)
	evaluation_edited.passed == evaluation_edited.required with input as fixture.without("image")
}
