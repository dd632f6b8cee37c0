package rules.provenance.other_evaluation_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_evaluation

test_a_signed_release_passes if {
	other_evaluation.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_evaluation.passed == other_evaluation.required with input as fixture.unit
}

test_another_run_is_not_proven if {
	other_evaluation.required - other_evaluation.passed == {"1.0.0/evaluation"} with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z", "subjects": {"evaluation.json": "z"}})
	other_evaluation.facts == {"1.0.0/evaluation": {"observed": {"evaluation.json": "z"}, "expected": {"evaluation.json": "f"}, "path": "models/churn/versions/1.0.0/evaluation.sigstore.json"}} with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z", "subjects": {"evaluation.json": "z"}})
}

test_what_another_check_fails_is_left_to_it if {
	other_evaluation.passed == other_evaluation.required with input as fixture.about_other({"evaluation.json": "z"})
	other_evaluation.passed == other_evaluation.required with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z"})
	other_evaluation.passed == other_evaluation.required with input as fixture.without("image")
	other_evaluation.passed == other_evaluation.required with input as fixture.changed(null)
}
