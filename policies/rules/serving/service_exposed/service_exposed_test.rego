package rules.serving.service_exposed_test

import data.lib.units_test as units
import data.rules.serving.service_exposed

written(spec) := units.unit([units.manifest("v1", "Service", "churn", spec)])

test_what_is_right_passes if {
	every spec in [
		{},
		{"type": "ClusterIP"},
		{"type": "ClusterIP", "externalIPs": []},
	] {
		service_exposed.passed == {"Service.churn.yaml"} with input as written(spec)
		service_exposed.facts == {} with input as written(spec)
	}
}

test_anything_else_is_not_proven if {
	every spec in [
		{"type": "LoadBalancer"},
		{"type": "NodePort"},
		{"type": "ExternalName"},
		{"type": null},
		{"type": "ClusterIP", "externalIPs": ["203.0.113.7"]},
	] {
		service_exposed.required - service_exposed.passed == {"Service.churn.yaml"} with input as written(spec)
		object.keys(service_exposed.facts) == {"Service.churn.yaml"} with input as written(spec)
	}
}

test_nothing_to_judge_is_said_and_only_then if {
	service_exposed.not_applicable == "the unit has no Service" with input as units.unit([units.deployment({}, {})])
	not service_exposed.not_applicable with input as written({"type": "LoadBalancer"})
	not service_exposed.not_applicable with input as units.unit([])
	not service_exposed.not_applicable with input as {}
}
