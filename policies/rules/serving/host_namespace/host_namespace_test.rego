package rules.serving.host_namespace_test

import data.lib.units_test as units
import data.rules.serving.host_namespace

unproven(pod) := subjects if {
	subjects := host_namespace.required - host_namespace.passed with input as units.unit([units.deployment({}, pod)])
}

test_what_is_right_passes if {
	every pod in [
		{},
		{"hostNetwork": false, "hostPID": false, "hostIPC": false},
	] {
		unproven(pod) == set()
	}
}

test_anything_else_is_not_proven if {
	every pod in [
		{"hostNetwork": true},
		{"hostPID": true},
		{"hostIPC": true},
		{"hostNetwork": "true"},
		{"hostPID": null},
	] {
		unproven(pod) == {"Deployment.churn.yaml/spec/template/spec"}
		object.keys(host_namespace.facts) == {"Deployment.churn.yaml/spec/template/spec"} with input as units.unit([units.deployment({}, pod)])
	}
}

test_facts_show_what_is_there if {
	facts := host_namespace.facts with input as units.unit([units.deployment({}, {"hostNetwork": true})])
	object.keys(facts) == {"Deployment.churn.yaml/spec/template/spec"}
}

test_a_unit_without_a_pod_is_said_and_only_then if {
	service := units.manifest("v1", "Service", "churn", {})
	host_namespace.not_applicable == "no manifest describes a pod" with input as units.unit([service])
	not host_namespace.not_applicable with input as units.unit([units.deployment({}, {})])
	not host_namespace.not_applicable with input as {}
}

test_an_unknown_kind_is_a_pod_of_which_nothing_is_known if {
	rocket := units.manifest("space/v1", "Rocket", "churn", {})
	host_namespace.required - host_namespace.passed == {"Rocket.churn.yaml/kind"} with input as units.unit([rocket])
	object.keys(host_namespace.facts) == {"Rocket.churn.yaml/kind"} with input as units.unit([rocket])
}
