package rules.provenance.other_model_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_model

test_a_signed_release_passes if {
	other_model.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_model.passed == other_model.required with input as fixture.unit
}

test_a_statement_about_another_model_is_not_proven if {
	other_model.required - other_model.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"model": "credit"}})
	other_model.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"statement": {"model": "credit"}})
}

test_a_statement_that_names_no_model_is_not_proven if {
	other_model.required - other_model.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"model": null}})
	other_model.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"statement": {"model": null}})
}

test_what_another_check_fails_is_left_to_it if {
	other_model.passed == other_model.required with input as fixture.changed({"statement": {"predicateType": "https://slsa.dev/provenance/v1", "model": "credit", "version": "0.9.0"}})
	other_model.passed == other_model.required with input as fixture.changed({"signatureVerified": false, "statement": null})
	other_model.passed == other_model.required with input as fixture.changed(null)
}
