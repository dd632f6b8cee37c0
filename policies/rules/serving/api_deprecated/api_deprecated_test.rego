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
		api_deprecated.facts == {"manifests": {"observed": "nothing", "expected": "the unit's manifests"}} with input as units.unit(objects)
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

test_every_version_that_goes_is_on_the_list if {
	every version in {
		"admissionregistration.k8s.io/v1beta1", "apps/v1beta1", "apps/v1beta2", "autoscaling/v2beta1", "autoscaling/v2beta2", "batch/v1beta1",
		"batch/v2alpha1", "extensions/v1beta1", "external-secrets.io/v1alpha1", "external-secrets.io/v1beta1", "gateway.networking.k8s.io/v1alpha2",
		"gateway.networking.k8s.io/v1beta1", "networking.istio.io/v1alpha3", "networking.istio.io/v1beta1", "networking.k8s.io/v1beta1",
		"policy/v1beta1", "rbac.authorization.k8s.io/v1beta1", "security.istio.io/v1beta1", "serving.knative.dev/v1alpha1", "serving.knative.dev/v1beta1",
	} {
		unproven({"apiVersion": version, "kind": "Thing"}) == {"X.yaml"}
	}
	unproven({"apiVersion": 7, "kind": "Thing"}) == {"X.yaml"}
	unproven({"apiVersion": "policy/v1beta1", "kind": "EnvoyFilter"}) == {"X.yaml"}
}
