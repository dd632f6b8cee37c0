package rules.serving.secret_with_data_test

import data.lib.units_test as units
import data.rules.serving.secret_with_data

unproven(object) := subjects if {
	found := {"path": "synth/prod/churn/X.yaml", "object": object}
	subjects := secret_with_data.required - secret_with_data.passed with input as units.unit([found])
}

test_no_manifest_proves_nothing if {
	every objects in [[], null, "none"] {
		secret_with_data.required - secret_with_data.passed == {"manifests"} with input as units.unit(objects)
		secret_with_data.facts == {"manifests": {"observed": "nothing", "expected": "the unit's manifests"}} with input as units.unit(objects)
	}
}

test_a_manifest_of_which_nothing_is_known_is_not_proven if {
	every object in [null, 7, "text"] {
		unproven(object) == {"X.yaml"}
	}
	secret_with_data.facts["X.yaml"].expected == secret_with_data.expectation with input as units.unit([{"path": "synth/prod/churn/X.yaml", "object": null}])
}

test_a_secret_is_found_whatever_it_holds if {
	unproven({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}}) == {"X.yaml"}
	unproven({"apiVersion": "v1", "kind": "secret", "stringData": {"a": "b"}}) == {"X.yaml"}
	unproven({"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret"}) == set()
}

test_what_has_no_kind_may_be_a_secret if {
	unproven({"apiVersion": "v1"}) == {"X.yaml"}
	unproven({"kind": 7}) == {"X.yaml"}
	unproven({"kind": null}) == {"X.yaml"}
}
