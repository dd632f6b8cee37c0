package rules.provenance.other_version_test

import data.lib.signatures_test as fixture
import data.rules.provenance.other_version

test_a_signed_release_passes if {
	other_version.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	other_version.passed == other_version.required with input as fixture.unit
}

test_a_statement_about_an_older_version_is_not_proven if {
	other_version.required - other_version.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"version": "0.9.0"}})
	other_version.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"statement": {"version": "0.9.0"}})
}

test_a_statement_that_names_no_version_is_not_proven if {
	other_version.required - other_version.passed == {"1.0.0/sbom"} with input as fixture.changed({"statement": {"version": null}})
	other_version.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"statement": {"version": null}})
}

test_what_another_check_fails_is_left_to_it if {
	other_version.passed == other_version.required with input as fixture.changed({"statement": {"predicateType": "https://slsa.dev/provenance/v1", "model": "credit", "version": "0.9.0"}})
	other_version.passed == other_version.required with input as fixture.changed({"statement": {"model": "credit", "version": "0.9.0"}})
	other_version.passed == other_version.required with input as fixture.changed({"signatureVerified": false, "statement": null})
	other_version.passed == other_version.required with input as fixture.changed(null)
}
