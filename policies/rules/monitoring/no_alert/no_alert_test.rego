package rules.monitoring.no_alert_test

import data.lib.units_test as units
import data.rules.monitoring.no_alert

alert(name) := {"alert": name, "expr": "model:errors{model=\"churn\"} > 1", "labels": {"model": "churn", "environment": "prod", "severity": "page"}}

named := {"errors": "ModelErrorRate", "latency": "ModelLatency", "availability": "ModelNoReadyReplica", "drift": "ModelDrift"}

unit(rules) := object.union(
	units.unit([units.manifest("monitoring.coreos.com/v1", "PrometheusRule", "churn", {"groups": [{"rules": rules}]})]),
	{"thresholds": {"fairness": null}},
)

unproven(rules) := subjects if {
	subjects := no_alert.required - no_alert.passed with input as unit(rules)
}

test_an_alert_for_each_signal_passes if {
	unproven([alert(name) | some name in named]) == set()
	no_alert.facts == {} with input as unit([alert(name) | some name in named])
}

test_each_missing_signal_is_named if {
	every signal, name in named {
		unproven([alert(other) | some other in named; other != name]) == {signal}
	}
	no_alert.facts.drift.observed == "no alert" with input as unit([])
}

test_an_alert_about_another_model_is_none if {
	every changed in [
		{"labels": {"model": "other"}},
		{"labels": {"environment": "dev"}},
		{"labels": {"severity": "none"}},
		{"expr": "vector(0) > 1"},
		{"expr": null},
		{"alert": null},
	] {
		"drift" in unproven([object.union(alert("ModelDrift"), changed)])
	}
}

test_fairness_is_asked_for_where_it_has_limits if {
	"fairness" in (no_alert.required - no_alert.passed) with input as object.union(unit([]), {"thresholds": {"fairness": {}}, "model": {"protectedAttributes": [{}]}})
	"fairness" in no_alert.passed with input as object.union(unit([alert("ModelDisparateImpactOutOfBounds")]), {"thresholds": {"fairness": {}}, "model": {"protectedAttributes": [{}]}})
}

test_fairness_is_asked_for_where_it_is_limited_and_groups_are_declared if {
	attributes := {"model": {"protectedAttributes": [{"name": "sex"}]}}
	limited := {"thresholds": {"fairness": {}}}
	no_alert.signals.fairness with input as object.union(object.union(unit([]), limited), attributes)
	not no_alert.signals.fairness with input as object.union(unit([]), attributes)
	not no_alert.signals.fairness with input as object.union(object.union(unit([]), limited), {"model": {"protectedAttributes": []}})
	every name in ["Parity", "Impact", "Opportunity", "Odds", "Fairness"] {
		regex.match(no_alert.signals.fairness, name) with input as object.union(object.union(unit([]), limited), attributes)
	}
	not regex.match(no_alert.signals.fairness, "Odd") with input as object.union(object.union(unit([]), limited), attributes)
}
