package rules.rollout.first_step_too_large_test

import data.rules.rollout.first_step_too_large

rollout(spec) := {"path": "synth/prod/churn/Rollout.churn.yaml", "object": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Rollout",
	"metadata": {"name": "churn", "namespace": "models-prod"},
	"spec": spec,
}}

unit(kind, limit, manifests) := {
	"environment": "prod",
	"model": {
		"id": "churn",
		"rollout": {"strategy": "canary", "analysis": {"failureLimit": 1, "inconclusiveLimit": 2, "consecutiveErrorLimit": 3}},
		"environments": [{"name": "prod", "namespace": "models-prod", "workloads": [{"kind": kind, "name": "churn", "containers": ["server"]}]}],
	},
	"thresholds": {"rollout": {"maxFirstStepPercent": limit}},
	"stable": {"version": "1.0.0", "card": {"rollbackPlan": {"trigger": "Errors above one percent.", "steps": ["Roll back."], "contact": "Ada"}}},
	"candidate": null,
	"manifests": manifests,
}

canary(changed) := rollout({"strategy": {"canary": object.union(
	{
		"trafficRouting": {"nginx": {"stableIngress": "churn"}},
		"steps": [{"setWeight": 5}, {"pause": {"duration": "10m"}}],
	},
	changed,
)}})

unproven(unit) := subjects if {
	subjects := first_step_too_large.required - first_step_too_large.passed with input as unit
}

test_a_small_first_step_passes if unproven(unit("Rollout", 5, [canary({})])) == set()

test_a_larger_one_is_not_proven if {
	unproven(unit("Rollout", 4, [canary({})])) == {"Rollout/churn"}
	first_step_too_large.facts["Rollout/churn"].observed == "5 percent" with input as unit("Rollout", 4, [canary({})])
}

test_a_step_that_is_not_routed_or_not_held_is_not_proven if {
	loose := unit("Rollout", 5, [canary({"trafficRouting": null, "steps": [{"setWeight": 5}]})])
	unproven(loose) == {"Rollout/churn"}
	first_step_too_large.facts["Rollout/churn"].observed == "5 percent, not routed, not held" with input as loose
}

test_no_steps_or_no_rollout_prove_nothing if {
	unproven(unit("Rollout", 5, [canary({"steps": []})])) == {"Rollout/churn"}
	unproven(unit("Rollout", 5, [])) == {"Rollout/churn"}
	first_step_too_large.facts["Rollout/churn"].observed == "unknown" with input as unit("Rollout", 5, [])
}

test_no_limit_proves_nothing_about_a_rollout if unproven(unit("Rollout", null, [canary({})])) == {"Rollout/churn"}

test_a_limit_without_a_rollout_is_not_proven if {
	unproven(unit("Deployment", 5, [])) == {"Rollout"}
	first_step_too_large.facts.Rollout.observed == "missing" with input as unit("Deployment", 5, [])
}

test_a_deployment_is_said_and_only_then if {
	still := unit("Deployment", null, [])
	first_step_too_large.not_applicable == "the declaration serves this environment with a Deployment" with input as still
	first_step_too_large.required == set() with input as still
	not first_step_too_large.not_applicable with input as unit("Rollout", 5, [])
	not first_step_too_large.not_applicable with input as {}
}

switched(changed) := object.union(
	unit("Rollout", 5, [rollout({"strategy": {"blueGreen": object.union(
		{"activeService": "churn", "previewService": "churn-preview", "prePromotionAnalysis": {"templates": [{"templateName": "churn"}]}},
		changed,
	)}})]),
	{"model": {"rollout": {"strategy": "blueGreen"}}},
)

test_a_switch_after_an_analysed_preview_passes if unproven(switched({})) == set()

test_a_switch_without_an_analysis_before_it_is_not_proven if {
	blind := switched({"prePromotionAnalysis": null})
	unproven(blind) == {"Rollout/churn"}
	first_step_too_large.facts["Rollout/churn"].observed == "a switch without an analysis before it" with input as blind
}

test_another_strategy_than_the_declared_one_is_not_proven if {
	other := object.union(unit("Rollout", 5, [canary({})]), {"model": {"rollout": {"strategy": "blueGreen"}}})
	unproven(other) == {"Rollout/churn"}
	first_step_too_large.facts["Rollout/churn"].observed == "5 percent, not the declared strategy" with input as other
}

test_another_way_to_the_candidate_is_not_proven if {
	open := unit("Rollout", 5, [canary({"steps": [
		{"setHeaderRoute": {"name": "all", "match": [{"headerName": "x", "headerValue": {"regex": ".*"}}]}},
		{"setWeight": 5},
		{"pause": {"duration": "10m"}},
	]})])
	unproven(open) == {"Rollout/churn"}
	first_step_too_large.facts["Rollout/churn"].observed == "5 percent, not the only way in" with input as open
}

test_each_word_about_the_first_step_is_one_condition if {
	unproven(unit("Rollout", 5, [canary({"trafficRouting": null})])) == {"Rollout/churn"}
	unproven(unit("Rollout", 5, [canary({"steps": [{"setWeight": 5}, {"setWeight": 10}]})])) == {"Rollout/churn"}
	expected := "at most 5 percent, routed and held; or a preview that is analysed before the switch"
	first_step_too_large.facts.Rollout == {"observed": "missing", "expected": expected} with input as unit("Deployment", 5, [])
}

preview := {"strategy": {"blueGreen": {
	"activeService": "churn",
	"previewService": "churn-preview",
	"prePromotionAnalysis": {"templates": [{"templateName": "quality"}]},
}}}

beginning(limit, spec) := object.union(unit("Rollout", limit, [rollout(spec)]), {"model": {"rollout": {"strategy": "blueGreen"}}})

test_a_preview_counts_where_a_limit_is_a_share if {
	every limit in [1, 5, 100] {
		unproven(beginning(limit, preview)) == set()
	}
	every limit in [0, 101, "5", 0.5] {
		unproven(beginning(limit, preview)) == {"Rollout/churn"}
	}
	unproven(object.union(beginning(5, preview), {"model": {"rollout": {"strategy": "canary"}}})) == {"Rollout/churn"}
	first_step_too_large.facts["Rollout/churn"].observed == "unknown" with input as beginning(5, preview)
}
