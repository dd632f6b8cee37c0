package rules.serving.owner_missing_test

import data.lib.units_test as units
import data.rules.serving.owner_missing

unproven(object) := subjects if {
	found := {"path": "synth/prod/churn/X.yaml", "object": object}
	subjects := owner_missing.required - owner_missing.passed with input as units.unit([found])
}

test_no_manifest_proves_nothing if {
	every objects in [[], null, "none"] {
		owner_missing.required - owner_missing.passed == {"manifests"} with input as units.unit(objects)
		owner_missing.facts == {"manifests": {"observed": "nothing", "expected": "the unit's manifests"}} with input as units.unit(objects)
	}
}

test_a_manifest_of_which_nothing_is_known_is_not_proven if {
	every object in [null, 7, "text"] {
		unproven(object) == {"X.yaml"}
	}
	owner_missing.facts["X.yaml"].expected == owner_missing.expectation with input as units.unit([{"path": "synth/prod/churn/X.yaml", "object": null}])
}

test_another_owner_is_found if {
	unproven({"metadata": {"labels": {"modelgate.dev/owner": "people"}, "annotations": {"modelgate.dev/contact": "people@example.com"}}}) == set()
	unproven({"metadata": {"labels": {"modelgate.dev/owner": "others"}, "annotations": {"modelgate.dev/contact": "people@example.com"}}}) == {"X.yaml"}
	unproven({"metadata": {"labels": {"modelgate.dev/owner": "people"}, "annotations": {}}}) == {"X.yaml"}
	unproven({"metadata": {}}) == {"X.yaml"}
	service := units.manifest("v1", "Service", "churn", {})
	owner_missing.facts["Service.churn.yaml"].observed == {"owner": "people", "contact": "people@example.com"} with input as object.union(units.unit([service]), {"model": {"owner": {"team": "others"}}})
}
