package rules.provenance.signature_of_other_statement_test

import data.lib.signatures_test as fixture
import data.rules.provenance.signature_of_other_statement

test_a_signed_release_passes if {
	signature_of_other_statement.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	signature_of_other_statement.passed == signature_of_other_statement.required with input as fixture.unit
}

test_another_statements_signature_is_not_proven if {
	signature_of_other_statement.required - signature_of_other_statement.passed == {"1.0.0/sbom"} with input as fixture.flawed("other_statement")
	signature_of_other_statement.facts == {"1.0.0/sbom": {"observed": "the signature of another statement of this release", "expected": "training-2026", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.flawed("other_statement")
}

test_what_another_check_fails_is_left_to_it if {
	signature_of_other_statement.passed == signature_of_other_statement.required with input as fixture.flawed(null)
	signature_of_other_statement.passed == signature_of_other_statement.required with input as fixture.changed(null)
	signature_of_other_statement.passed == signature_of_other_statement.required with input as fixture.keyless(false)
}
