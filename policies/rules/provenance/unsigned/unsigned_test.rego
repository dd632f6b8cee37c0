package rules.provenance.unsigned_test

import data.lib.signatures_test as fixture
import data.rules.provenance.unsigned

test_a_signed_release_passes if {
	unsigned.required == {"1.0.0/evaluation", "1.0.0/provenance", "1.0.0/sbom"} with input as fixture.unit
	unsigned.passed == unsigned.required with input as fixture.unit
}

test_a_release_without_one_of_its_bundles_is_not_proven if {
	unsigned.required - unsigned.passed == {"1.0.0/sbom"} with input as fixture.changed(null)
	unsigned.facts["1.0.0/sbom"].path == "models/churn/versions/1.0.0/sbom.sigstore.json" with input as fixture.changed(null)
}

test_without_any_facts_nothing_is_proven if {
	unsigned.passed == set() with input as object.remove(fixture.unit, ["signatures"])
	count(unsigned.required) == 3 with input as object.remove(fixture.unit, ["signatures"])
}
