package rules.serving.unsafe_kernel_test

import data.lib.units_test as units
import data.rules.serving.unsafe_kernel

unproven(container) := subjects if {
	subjects := unsafe_kernel.required - unsafe_kernel.passed with input as units.unit([units.deployment(container, {})])
}

test_what_is_right_passes if {
	every container in [
		{},
		{"securityContext": {"procMount": "Default"}},
	] {
		unproven(container) == set()
	}
}

test_anything_else_is_not_proven if {
	every container in [
		{"securityContext": {"procMount": "Unmasked"}},
		{"securityContext": {"procMount": null}},
		{"securityContext": "none"},
		{"securityContext": null},
	] {
		unproven(container) == {"Deployment.churn.yaml/containers/0"}
		object.keys(unsafe_kernel.facts) == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment(container, {})])
	}
}

test_facts_show_what_is_there if {
	facts := unsafe_kernel.facts with input as units.unit([units.deployment({"securityContext": {"procMount": "Unmasked"}}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/containers/0"}
	facts["Deployment.churn.yaml/containers/0"].expected == unsafe_kernel.expectation
}

test_a_missing_container_is_not_proven if {
	unsafe_kernel.required - unsafe_kernel.passed == {"Deployment/churn/server"} with input as units.unit([])
	unsafe_kernel.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as units.unit([])
}

test_what_is_no_container_is_not_proven if {
	every thing in [null, "server", []] {
		manifest := units.manifest("apps/v1", "Deployment", "churn", {"template": {"spec": {"containers": [thing]}}})
		"Deployment.churn.yaml/containers/0" in (unsafe_kernel.required - unsafe_kernel.passed) with input as units.unit([manifest])
		"Deployment.churn.yaml/containers/0" in object.keys(unsafe_kernel.facts) with input as units.unit([manifest])
	}
}

test_a_sysctl_of_the_pod_is_not_proven if {
	pod := {"securityContext": {"sysctls": [{"name": "net.core.somaxconn", "value": "1024"}]}}
	unsafe_kernel.required - unsafe_kernel.passed == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment({}, pod)])
}

test_what_is_seen_is_spelled_out if {
	unsafe_kernel.seen({"container": {"securityContext": {"procMount": "Unmasked"}}, "pod": {"sysctls": [1, 2]}}) == "procMount Unmasked, 2 sysctls"
	unsafe_kernel.seen({"container": null, "pod": {}}) == "unknown"
}
