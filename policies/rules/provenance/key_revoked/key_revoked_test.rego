package rules.provenance.key_revoked_test

import data.lib.signatures_test as fixture
import data.rules.provenance.key_revoked

test_a_signed_release_passes if {
	key_revoked.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	key_revoked.passed == key_revoked.required with input as fixture.unit
}

test_a_revoked_key_is_not_proven if {
	key_revoked.required - key_revoked.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"revoked": {"at": "1970-01-01T00:00:12Z", "seconds": 12}}})
	key_revoked.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": {"revoked": {"at": "1970-01-01T00:00:12Z", "seconds": 12}}})
}

test_a_key_that_is_revoked_tomorrow_is_not_proven if {
	key_revoked.required - key_revoked.passed == {"1.0.0/sbom"} with input as fixture.changed({"key": {"revoked": {"at": "1970-01-01T00:00:18Z", "seconds": 18}}})
	key_revoked.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed({"key": {"revoked": {"at": "1970-01-01T00:00:18Z", "seconds": 18}}})
}

test_what_another_check_fails_is_left_to_it if {
	key_revoked.passed == key_revoked.required with input as fixture.changed({"key": null, "signatureVerified": false, "statement": null})
	key_revoked.passed == key_revoked.required with input as fixture.changed(null)
}
