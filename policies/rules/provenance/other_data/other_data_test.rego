package rules.provenance.other_data_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_data

test_a_signed_release_passes if {
	other_data.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_data.passed == other_data.required with input as fixture.unit
}

test_other_rows_to_measure_on_are_not_proven if {
	other_data.required - other_data.passed == {"1.0.0/evaluation"} with input as fixture.about_other({"evaluation-data": "z"})
	other_data.facts == {"1.0.0/evaluation": {"observed": {"evaluation-data": "z"}, "expected": {"evaluation-data": "e"}, "path": "models/churn/versions/1.0.0/evaluation.sigstore.json"}} with input as fixture.about_other({"evaluation-data": "z"})
}

test_other_rows_to_train_on_are_not_proven if {
	other_data.required - other_data.passed == {"1.0.0/evaluation"} with input as fixture.about_other({"training-data": "z"})
	other_data.facts == {"1.0.0/evaluation": {"observed": {"training-data": "z"}, "expected": {"training-data": "d"}, "path": "models/churn/versions/1.0.0/evaluation.sigstore.json"}} with input as fixture.about_other({"training-data": "z"})
}

test_what_another_check_fails_is_left_to_it if {
	other_data.passed == other_data.required with input as fixture.about_other({"artifact": "z"})
	other_data.passed == other_data.required with input as fixture.evaluated({"producedAt": "2025-01-01T00:00:00Z", "subjects": {"evaluation.json": "z", "evaluation-data": "y"}})
	other_data.passed == other_data.required with input as fixture.changed(null)
	other_data.passed == other_data.required with input as fixture.without("image")
}
