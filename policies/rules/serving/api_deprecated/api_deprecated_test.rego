package rules.serving.api_deprecated_test

import data.lib.units_test as units
import data.rules.serving.api_deprecated

unproven(object) := subjects if {
	found := {"path": "synth/prod/churn/X.yaml", "object": object}
	subjects := api_deprecated.required - api_deprecated.passed with input as units.unit([found])
}

test_no_manifest_proves_nothing if {
	every objects in [[], null, "none"] {
		api_deprecated.required - api_deprecated.passed == {"manifests"} with input as units.unit(objects)
		object.keys(api_deprecated.facts) == {"manifests"} with input as units.unit(objects)
	}
}

test_a_manifest_of_which_nothing_is_known_is_not_proven if {
	every object in [null, 7, "text"] {
		unproven(object) == {"X.yaml"}
	}
	api_deprecated.facts["X.yaml"].expected == api_deprecated.expectation with input as units.unit([{"path": "synth/prod/churn/X.yaml", "object": null}])
}

test_versions_that_go_are_found if {
	unproven({"apiVersion": "autoscaling/v2beta2", "kind": "HorizontalPodAutoscaler"}) == {"X.yaml"}
	unproven({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler"}) == set()
	unproven({"apiVersion": "networking.istio.io/v1alpha3", "kind": "EnvoyFilter"}) == set()
	unproven({"apiVersion": "networking.istio.io/v1alpha3", "kind": "Gateway"}) == {"X.yaml"}
	unproven({"kind": "Service"}) == {"X.yaml"}
	api_deprecated.facts["X.yaml"].observed == "policy/v1beta1" with input as units.unit([{"path": "synth/prod/churn/X.yaml", "object": {"apiVersion": "policy/v1beta1"}}])
}
