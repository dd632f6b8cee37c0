package rules.provenance.key_out_of_scope_test

import data.lib.signatures_test as fixture
import data.rules.provenance.key_out_of_scope

test_a_signed_release_passes if {
	key_out_of_scope.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	key_out_of_scope.passed == key_out_of_scope.required with input as fixture.unit
	key_out_of_scope.passed == key_out_of_scope.required with input as fixture.changed({"key": {"models": ["credit", "chu*"]}})
	key_out_of_scope.passed == key_out_of_scope.required with input as fixture.changed({"key": {"models": ["*"]}})
}

test_a_key_of_other_models_is_not_proven if {
	key_out_of_scope.required - key_out_of_scope.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"models": ["churn-eu", "credit*"]}})
	key_out_of_scope.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": {"models": ["churn-eu", "credit*"]}})
}

test_a_key_of_other_statements_is_left_to_another_check if {
	key_out_of_scope.passed == key_out_of_scope.required with input as fixture.changed({"key": {"predicates": ["https://slsa.dev/provenance/v1"]}})
}

test_a_key_without_models_is_not_proven if {
	key_out_of_scope.required - key_out_of_scope.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"models": []}})
	key_out_of_scope.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": {"models": []}})
}

test_what_another_check_fails_is_left_to_it if {
	key_out_of_scope.passed == key_out_of_scope.required with input as fixture.changed({"key": null, "signatureVerified": false, "statement": null})
	key_out_of_scope.passed == key_out_of_scope.required with input as fixture.changed(null)
}
