package rules.serving.service_dangling_test

import data.lib.units_test as units
import data.rules.serving.service_dangling

written(spec) := units.unit([units.manifest("v1", "Service", "churn", spec), units.deployment({"ports": [{"name": "http", "containerPort": 8080}]}, {})])

test_what_is_right_passes if {
	every spec in [
		{"selector": {"app": "churn"}, "ports": [{"port": 80, "targetPort": "http"}]},
		{"selector": {"app": "churn"}, "ports": [{"port": 8080}]},
	] {
		service_dangling.passed == {"Service.churn.yaml"} with input as written(spec)
		service_dangling.facts == {} with input as written(spec)
	}
}

test_anything_else_is_not_proven if {
	every spec in [
		{"selector": {"app": "other"}, "ports": [{"port": 80, "targetPort": "http"}]},
		{"selector": {"app": "churn"}, "ports": [{"port": 80, "targetPort": "grpc"}]},
		{"selector": {}, "ports": [{"port": 8080}]},
		{"ports": [{"port": 8080}]},
		{"selector": {"app": "churn"}, "ports": []},
		{"selector": {"app": "churn"}, "ports": [{"port": 80}]},
		{"selector": {"app": "churn"}, "ports": null},
		{"selector": {"app": null}, "ports": [{"port": 8080}]},
	] {
		service_dangling.required - service_dangling.passed == {"Service.churn.yaml"} with input as written(spec)
		object.keys(service_dangling.facts) == {"Service.churn.yaml"} with input as written(spec)
	}
}

test_nothing_to_judge_is_said_and_only_then if {
	service_dangling.not_applicable == "the unit has no Service" with input as units.unit([units.deployment({}, {})])
	not service_dangling.not_applicable with input as written({"selector": {"app": "other"}, "ports": [{"port": 80, "targetPort": "http"}]})
	not service_dangling.not_applicable with input as units.unit([])
	not service_dangling.not_applicable with input as {}
}

# Pods that a controller makes of another object are picked by the labels that it gives them.
made_of(api, kind, spec, selector, target) := units.unit([
	units.manifest("v1", "Service", "churn-metrics", {"selector": selector, "ports": [{"port": 9090, "targetPort": target}]}),
	units.manifest(api, kind, "churn", spec),
])

test_pods_of_knative_and_kserve_are_found if {
	knative := {"template": {
		"metadata": {"labels": {"app": "churn"}},
		"spec": {"containers": [{"name": "server", "ports": [{"name": "http1", "containerPort": 8080}]}]},
	}}
	served := {"Service.churn-metrics.yaml"}
	every target in ["user-port", "http1", 8080] {
		served & service_dangling.passed == served with input as made_of("serving.knative.dev/v1", "Service", knative, {"app": "churn"}, target)
	}
	not "Service.churn-metrics.yaml" in service_dangling.passed with input as made_of(
		"serving.knative.dev/v1", "Service", knative,
		{"app": "churn"}, 8081,
	)
	kserve := {"predictor": {"containers": [{"name": "kserve-container", "ports": [{"containerPort": 8080}]}]}}
	named := {"serving.kserve.io/inferenceservice": "churn"}
	served & service_dangling.passed == served with input as made_of("serving.kserve.io/v1beta1", "InferenceService", kserve, named, 8080)
	not "Service.churn-metrics.yaml" in service_dangling.passed with input as made_of(
		"serving.kserve.io/v1beta1", "InferenceService", kserve,
		{"serving.kserve.io/inferenceservice": "other"}, 8080,
	)
}

test_the_proxy_of_seldon_is_found_beside_a_model if {
	proxy := {"app.kubernetes.io/name": "seldon-envoy"}
	served := {"Service.churn-metrics.yaml"}
	model := {"storageUri": "s3://models/churn"}
	service_dangling.passed == served with input as made_of("mlops.seldon.io/v1alpha1", "Model", model, proxy, "http")
	service_dangling.passed == set() with input as made_of("mlops.seldon.io/v1alpha1", "Model", model, proxy, "grpc")
	service_dangling.passed == set() with input as made_of("mlops.seldon.io/v1alpha1", "Model", model, {"app": "churn"}, "http")
	service_dangling.passed == set() with input as made_of("apps/v1", "Deployment", {"template": {"metadata": {}, "spec": {}}}, proxy, "http")
}

test_every_port_has_to_be_open if {
	half := {"selector": {"app": "churn"}, "ports": [{"port": 8080}, {"port": 9090}]}
	service_dangling.passed == set() with input as written(half)
}

test_no_port_is_no_port_without_a_name if {
	bare := units.deployment({"ports": [{"containerPort": 8080}]}, {})
	service := units.manifest("v1", "Service", "churn", {"selector": {"app": "churn"}, "ports": [{}]})
	service_dangling.passed == set() with input as units.unit([service, bare])
}
