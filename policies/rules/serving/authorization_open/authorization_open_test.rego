package rules.serving.authorization_open_test

import data.lib.units_test as units
import data.rules.serving.authorization_open

written(spec) := units.unit([units.manifest("security.istio.io/v1", "AuthorizationPolicy", "churn", spec)])

test_what_is_right_passes if {
	every spec in [
		{"action": "ALLOW", "rules": [{"from": [{"source": {"principals": ["cluster.local/ns/a/sa/b"]}}]}]},
		{"rules": [{"from": [{"source": {"principals": ["cluster.local/ns/monitoring/sa/*"]}}], "to": [{"operation": {"paths": ["/metrics"]}}]}]},
		{"action": "DENY", "rules": [{}]},
		{},
	] {
		authorization_open.passed == {"AuthorizationPolicy.churn.yaml"} with input as written(spec)
		authorization_open.facts == {} with input as written(spec)
	}
}

test_anything_else_is_not_proven if {
	every spec in [
		{"action": "ALLOW", "rules": [{}]},
		{"rules": [{"from": [{"source": {"principals": ["*"]}}]}]},
		{"rules": [{"from": []}]},
		{"rules": [{"to": [{"operation": {"paths": ["/predict"]}}]}]},
		{"rules": [{"from": [{"source": {"namespaces": ["a"]}}]}]},
		{"rules": [{"from": [{"source": {"principals": []}}]}]},
		{"rules": [{"from": [{"source": {"principals": ["cluster.local/ns/*/sa/b"]}}]}]},
		{"action": "AUDIT", "rules": [{}]},
		{"rules": "all"},
		{"action": null},
	] {
		authorization_open.required - authorization_open.passed == {"AuthorizationPolicy.churn.yaml"} with input as written(spec)
		object.keys(authorization_open.facts) == {"AuthorizationPolicy.churn.yaml"} with input as written(spec)
	}
}

test_nothing_to_judge_is_said_and_only_then if {
	authorization_open.not_applicable == "the unit has no AuthorizationPolicy; another check asks for one" with input as units.unit([units.deployment({}, {})])
	not authorization_open.not_applicable with input as written({"action": "ALLOW", "rules": [{}]})
	not authorization_open.not_applicable with input as units.unit([])
	not authorization_open.not_applicable with input as {}
}

test_every_caller_and_every_name_is_looked_at if {
	known := {"source": {"principals": ["cluster.local/ns/a/sa/b"]}}
	every from in [[known, {"source": {}}], [{"source": {"principals": ["cluster.local/ns/a/sa/b", "*"]}}]] {
		authorization_open.passed == set() with input as written({"rules": [{"from": from}]})
	}
	authorization_open.passed == set() with input as written({"rules": {"a": {"from": [known]}}})
	authorization_open.passed == {"AuthorizationPolicy.churn.yaml"} with input as written({"action": "CUSTOM", "rules": [{}]})
}
