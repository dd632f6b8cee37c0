package rules.provenance.bad_signature_test

import data.lib.signatures_test as fixture
import data.rules.provenance.bad_signature

test_a_signed_release_passes if {
	bad_signature.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	bad_signature.passed == bad_signature.required with input as fixture.unit
}

test_a_signature_of_other_bytes_is_not_proven if {
	bad_signature.required - bad_signature.passed == {"1.0.0/sbom"} with input as fixture.changed({"signatureVerified": false, "statement": null})
	bad_signature.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"signatureVerified": false, "statement": null})
}

test_a_flaw_of_nobodys_is_not_proven if {
	bad_signature.required - bad_signature.passed == {"1.0.0/sbom"} with input as fixture.flawed("else")
}

test_a_signature_that_only_looks_true_is_not_proven if {
	bad_signature.required - bad_signature.passed == {"1.0.0/sbom"} with input as fixture.changed({"signatureVerified": "true"})
	bad_signature.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"signatureVerified": "true"})
}

test_what_another_check_fails_is_left_to_it if {
	every flaw in ["malformed", "other_key", "other_statement", "without_envelope"] {
		bad_signature.passed == bad_signature.required with input as fixture.flawed(flaw)
	}
	bad_signature.passed == bad_signature.required with input as fixture.changed({"key": null, "signatureVerified": false, "statement": null})
	bad_signature.passed == bad_signature.required with input as fixture.changed(null)
}
