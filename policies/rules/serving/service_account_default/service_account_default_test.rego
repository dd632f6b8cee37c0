package rules.serving.service_account_default_test

import data.lib.units_test as units
import data.rules.serving.service_account_default

unproven(pod) := subjects if {
	subjects := service_account_default.required - service_account_default.passed with input as units.unit([units.deployment({}, pod)])
}

test_what_is_right_passes if {
	every pod in [
		{"serviceAccountName": "churn"},
	] {
		unproven(pod) == set()
	}
}

test_anything_else_is_not_proven if {
	every pod in [
		{},
		{"serviceAccountName": "default"},
		{"serviceAccountName": ""},
		{"serviceAccountName": 7},
		{"serviceAccountName": null},
	] {
		unproven(pod) == {"Deployment.churn.yaml/spec/template/spec"}
		object.keys(service_account_default.facts) == {"Deployment.churn.yaml/spec/template/spec"} with input as units.unit([units.deployment({}, pod)])
	}
}

test_facts_show_what_is_there if {
	facts := service_account_default.facts with input as units.unit([units.deployment({}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/spec/template/spec"}
}

test_a_unit_without_a_pod_is_said_and_only_then if {
	service := units.manifest("v1", "Service", "churn", {})
	service_account_default.not_applicable == "no manifest describes a pod" with input as units.unit([service])
	not service_account_default.not_applicable with input as units.unit([units.deployment({}, {})])
	not service_account_default.not_applicable with input as {}
}

test_an_unknown_kind_is_a_pod_of_which_nothing_is_known if {
	rocket := units.manifest("space/v1", "Rocket", "churn", {})
	service_account_default.required - service_account_default.passed == {"Rocket.churn.yaml/kind"} with input as units.unit([rocket])
	object.keys(service_account_default.facts) == {"Rocket.churn.yaml/kind"} with input as units.unit([rocket])
}

test_a_step_with_another_account_is_not_proven if {
	every step, expected in {"churn": set(), "default": {"Workflow.churn.yaml/spec"}} {
		spec := units.manifest("argoproj.io/v1alpha1", "Workflow", "churn", {"serviceAccountName": "churn", "templates": [{"serviceAccountName": step}]})
		service_account_default.required - service_account_default.passed == expected with input as units.unit([spec])
	}
}
