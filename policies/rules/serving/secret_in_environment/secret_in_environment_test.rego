package rules.serving.secret_in_environment_test

import data.lib.units_test as units
import data.rules.serving.secret_in_environment

unproven(container) := subjects if {
	subjects := secret_in_environment.required - secret_in_environment.passed with input as units.unit([units.deployment(container, {})])
}

test_what_is_right_passes if {
	every container in [
		{},
		{"env": [{"name": "HOME", "value": "/tmp"}]},
		{"env": [{"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]},
		{"envFrom": [{"configMapRef": {"name": "churn"}}]},
		{"env": [{"name": "PASSWORD_FILE", "value": "/run/secrets/password"}]},
	] {
		unproven(container) == set()
	}
}

test_anything_else_is_not_proven if {
	every container in [
		{"env": [{"name": "DB", "valueFrom": {"secretKeyRef": {"name": "db", "key": "url"}}}]},
		{"env": [{"name": "DB_PASSWORD", "value": "x"}]},
		{"env": [{"name": "aws_secret_access_key", "value": "x"}]},
		{"env": [{"name": "GITHUB_TOKEN", "value": "x"}]},
		{"envFrom": [{"secretRef": {"name": "db"}}]},
		{"env": "none"},
		{"env": [null]},
		{"env": null},
		{"env": [{"value": "x"}]},
	] {
		unproven(container) == {"Deployment.churn.yaml/containers/0"}
		object.keys(secret_in_environment.facts) == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment(container, {})])
	}
}

test_facts_show_what_is_there if {
	facts := secret_in_environment.facts with input as units.unit([units.deployment({"env": [{"name": "DB", "valueFrom": {"secretKeyRef": {"name": "db", "key": "url"}}}]}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/containers/0"}
	facts["Deployment.churn.yaml/containers/0"].expected == secret_in_environment.expectation
}

test_a_missing_container_is_not_proven if {
	secret_in_environment.required - secret_in_environment.passed == {"Deployment/churn/server"} with input as units.unit([])
	secret_in_environment.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as units.unit([])
}

test_what_is_no_container_is_not_proven if {
	every thing in [null, "server", []] {
		manifest := units.manifest("apps/v1", "Deployment", "churn", {"template": {"spec": {"containers": [thing]}}})
		"Deployment.churn.yaml/containers/0" in (secret_in_environment.required - secret_in_environment.passed) with input as units.unit([manifest])
		"Deployment.churn.yaml/containers/0" in object.keys(secret_in_environment.facts) with input as units.unit([manifest])
	}
}

test_only_a_prefix_beside_a_config_map_and_names_without_secret_keys if {
	unproven({"envFrom": [{"prefix": "A_", "configMapRef": {"name": "churn"}}]}) == set()
	unproven({"env": [{"name": "SECRET_SIGNING_KEY_ID", "value": "x"}]}) == {"Deployment.churn.yaml/containers/0"}
	facts := secret_in_environment.facts with input as units.unit([units.deployment({"env": [{"name": "HOME", "value": "/"}, {"name": "PASSWORD", "value": "x"}]}, {})])
	facts["Deployment.churn.yaml/containers/0"].observed == ["PASSWORD"]
}
