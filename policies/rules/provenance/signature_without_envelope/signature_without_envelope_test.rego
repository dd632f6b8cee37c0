package rules.provenance.signature_without_envelope_test

import data.lib.signatures_test as fixture
import data.rules.provenance.signature_without_envelope

test_a_signed_release_passes if {
	signature_without_envelope.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	signature_without_envelope.passed == signature_without_envelope.required with input as fixture.unit
}

test_a_payload_signed_alone_is_not_proven if {
	signature_without_envelope.required - signature_without_envelope.passed == {"1.0.0/sbom"} with input as fixture.flawed("without_envelope")
	signature_without_envelope.facts == {"1.0.0/sbom": {"observed": "a signature of the payload alone", "expected": "training-2026", "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.flawed("without_envelope")
}

test_what_another_check_fails_is_left_to_it if {
	signature_without_envelope.passed == signature_without_envelope.required with input as fixture.flawed(null)
	signature_without_envelope.passed == signature_without_envelope.required with input as fixture.changed(null)
	signature_without_envelope.passed == signature_without_envelope.required with input as fixture.keyless(false)
}
