package rules.serving.token_mounted_test

import data.lib.units_test as units
import data.rules.serving.token_mounted

unproven(pod) := subjects if {
	subjects := token_mounted.required - token_mounted.passed with input as units.unit([units.deployment({}, pod)])
}

test_what_is_right_passes if {
	every pod in [
		{"automountServiceAccountToken": false},
	] {
		unproven(pod) == set()
	}
}

test_anything_else_is_not_proven if {
	every pod in [
		{},
		{"automountServiceAccountToken": true},
		{"automountServiceAccountToken": "false"},
		{"automountServiceAccountToken": null},
	] {
		unproven(pod) == {"Deployment.churn.yaml/spec/template/spec"}
		object.keys(token_mounted.facts) == {"Deployment.churn.yaml/spec/template/spec"} with input as units.unit([units.deployment({}, pod)])
	}
}

test_facts_show_what_is_there if {
	facts := token_mounted.facts with input as units.unit([units.deployment({}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/spec/template/spec"}
}

test_a_unit_without_a_pod_is_said_and_only_then if {
	service := units.manifest("v1", "Service", "churn", {})
	token_mounted.not_applicable == "no manifest describes a pod" with input as units.unit([service])
	not token_mounted.not_applicable with input as units.unit([units.deployment({}, {})])
	not token_mounted.not_applicable with input as {}
}

test_an_unknown_kind_is_a_pod_of_which_nothing_is_known if {
	rocket := units.manifest("space/v1", "Rocket", "churn", {})
	token_mounted.required - token_mounted.passed == {"Rocket.churn.yaml/kind"} with input as units.unit([rocket])
	object.keys(token_mounted.facts) == {"Rocket.churn.yaml/kind"} with input as units.unit([rocket])
}

test_workflows_and_events_need_one if {
	workflow := units.manifest("argoproj.io/v1alpha1", "WorkflowTemplate", "churn", {"automountServiceAccountToken": true, "templates": []})
	sensor := units.manifest("argoproj.io/v1alpha1", "Sensor", "churn", {"template": {"container": {}}})
	token_mounted.passed == {"WorkflowTemplate.churn.yaml/spec", "Sensor.churn.yaml/spec/template"} with input as units.unit([workflow, sensor])
}
