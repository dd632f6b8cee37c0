package rules.serving.pod_context_missing_test

import data.lib.units_test as units
import data.rules.serving.pod_context_missing

unproven(pod) := subjects if {
	subjects := pod_context_missing.required - pod_context_missing.passed with input as units.unit([units.deployment({}, pod)])
}

test_what_is_right_passes if {
	every pod in [
		{"securityContext": {"runAsNonRoot": true}},
	] {
		unproven(pod) == set()
	}
}

test_anything_else_is_not_proven if {
	every pod in [
		{},
		{"securityContext": {}},
		{"securityContext": {"runAsNonRoot": false}},
		{"securityContext": {"runAsNonRoot": "true"}},
		{"securityContext": null},
	] {
		unproven(pod) == {"Deployment.churn.yaml/spec/template/spec"}
		object.keys(pod_context_missing.facts) == {"Deployment.churn.yaml/spec/template/spec"} with input as units.unit([units.deployment({}, pod)])
	}
}

test_facts_show_what_is_there if {
	facts := pod_context_missing.facts with input as units.unit([units.deployment({}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/spec/template/spec"}
}

test_a_unit_without_a_pod_is_said_and_only_then if {
	service := units.manifest("v1", "Service", "churn", {})
	pod_context_missing.not_applicable == "no manifest describes a pod" with input as units.unit([service])
	not pod_context_missing.not_applicable with input as units.unit([units.deployment({}, {})])
	not pod_context_missing.not_applicable with input as {}
}

test_an_unknown_kind_is_a_pod_of_which_nothing_is_known if {
	rocket := units.manifest("space/v1", "Rocket", "churn", {})
	pod_context_missing.required - pod_context_missing.passed == {"Rocket.churn.yaml/kind"} with input as units.unit([rocket])
	object.keys(pod_context_missing.facts) == {"Rocket.churn.yaml/kind"} with input as units.unit([rocket])
}
