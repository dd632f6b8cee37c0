package rules.provenance.unknown_key_test

import data.lib.signatures_test as fixture
import data.rules.provenance.unknown_key

test_a_signed_release_passes if {
	unknown_key.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	unknown_key.passed == unknown_key.required with input as fixture.unit
}

test_a_key_that_the_ring_lacks_is_not_proven if {
	unknown_key.required - unknown_key.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": null, "signatureVerified": false, "statement": null})
	unknown_key.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": null, "signatureVerified": false, "statement": null})
}

test_what_another_check_fails_is_left_to_it if {
	unknown_key.passed == unknown_key.required with input as fixture.changed(null)
	unknown_key.passed == unknown_key.required with input as fixture.keyless(true)
	unknown_key.passed == unknown_key.required with input as object.union(fixture.keyless(false), {"signatures": {"1.0.0": {"ringKeys": 0}}})
}
