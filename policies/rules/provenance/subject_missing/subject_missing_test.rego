package rules.provenance.subject_missing_test

import data.lib.signatures_test as fixture
import data.rules.provenance.subject_missing

test_a_signed_release_passes if {
	subject_missing.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	subject_missing.passed == subject_missing.required with input as fixture.unit
}

test_silence_about_the_image_is_not_proven if {
	subject_missing.required - subject_missing.passed == {"1.0.0/sbom"} with input as fixture.without("image")
	subject_missing.facts == {"1.0.0/sbom": {"observed": {"image": null}, "expected": {"image": "b"}, "path": "models/churn/versions/1.0.0/sbom.sigstore.json"}} with input as fixture.without("image")
}

test_what_another_check_fails_is_left_to_it if {
	subject_missing.passed == subject_missing.required with input as fixture.changed({"statement": {"subjects": {"other": "z"}}})
	subject_missing.passed == subject_missing.required with input as fixture.about_other({"artifact": "z"})
	subject_missing.passed == subject_missing.required with input as fixture.changed(null)
}
