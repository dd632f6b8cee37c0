package rules.serving.privilege_escalation_test

import data.rules.serving.privilege_escalation

unit(containers, pod) := {
	"environment": "prod",
	"model": {"id": "churn", "environments": [{
		"name": "prod",
		"namespace": "models-prod",
		"workloads": [{"kind": "Deployment", "name": "churn", "containers": ["server"]}],
	}]},
	"thresholds": {"serving": {"registries": ["registry.example.com/models"]}},
	"manifests": [{"path": "synth/prod/churn/Deployment.churn.yaml", "object": {
		"apiVersion": "apps/v1",
		"kind": "Deployment",
		"metadata": {"name": "churn", "namespace": "models-prod"},
		"spec": {"template": {"spec": object.union({"containers": containers}, pod)}},
	}}],
}

unproven(changed) := subjects if {
	subjects := privilege_escalation.required - privilege_escalation.passed with input as unit([object.union({"name": "server"}, changed)], {})
}

test_a_good_container_passes if {
	privilege_escalation.passed == {"Deployment/churn/server", "Deployment.churn.yaml/containers/0"} with input as unit([object.union({"name": "server"}, {"securityContext": {"allowPrivilegeEscalation": false, "privileged": false}})], {})
	privilege_escalation.facts == {} with input as unit([object.union({"name": "server"}, {"securityContext": {"allowPrivilegeEscalation": false, "privileged": false}})], {})
}

test_anything_else_is_not_proven if {
	every changed in [
		{},
		{"securityContext": {"allowPrivilegeEscalation": true}},
		{"securityContext": {"allowPrivilegeEscalation": null}},
		{"securityContext": {"allowPrivilegeEscalation": false, "privileged": true}},
	] {
		unproven(changed) == {"Deployment.churn.yaml/containers/0"}
	}
}

test_facts_show_what_is_there if {
	privilege_escalation.facts["Deployment.churn.yaml/containers/0"].observed == "allowPrivilegeEscalation null, privileged true" with input as unit([{"securityContext": {"privileged": true}}], {})
}

test_a_missing_container_is_not_proven if {
	privilege_escalation.required - privilege_escalation.passed == {"Deployment/churn/server"} with input as unit([], {})
	privilege_escalation.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as unit([], {})
}

test_what_is_no_container_is_not_proven if {
	every container in [null, "server", [], {}] {
		"Deployment.churn.yaml/containers/0" in (privilege_escalation.required - privilege_escalation.passed) with input as unit([container], {})
	}
}
