package rules.rollout.no_rollback_test

import data.rules.rollout.no_rollback

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

watched := {
	"progressDeadlineAbort": true,
	"strategy": {"canary": {"steps": [{"setWeight": 5}, {"analysis": {"templates": [{"templateName": "quality"}]}}]}},
}

metric := {
	"successCondition": "result[0] < 0.01",
	"failureLimit": 1,
	"inconclusiveLimit": 2,
	"consecutiveErrorLimit": 3,
	"provider": {"prometheus": {"query": "up"}},
}

template(spec) := {"path": "synth/prod/churn/AnalysisTemplate.quality.yaml", "object": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "AnalysisTemplate",
	"metadata": {"name": "quality", "namespace": "models-prod"},
	"spec": spec,
}}

unproven(unit) := subjects if {
	subjects := no_rollback.required - no_rollback.passed with input as unit
}

with_metric(changed) := unit("Rollout", 5, [rollout(watched), template({"metrics": [object.union(metric, changed)]})])

test_a_watched_rollout_with_a_plan_passes if {
	unproven(with_metric({})) == set()
	unproven(with_metric({"failureCondition": "result[0] > 0.01", "failureLimit": 0})) == set()
	no_rollback.required == {
		"Rollout/churn/analysis",
		"Rollout/churn/progressDeadlineAbort",
		"AnalysisTemplate/quality",
		"card.yaml/rollbackPlan",
	} with input as with_metric({})
	no_rollback.facts == {} with input as with_metric({})
}

test_limits_that_are_missing_or_laxer_than_declared_are_not_proven if {
	every limit in ["failureLimit", "inconclusiveLimit", "consecutiveErrorLimit"] {
		every value in [4, -1, 0.5, null, "1"] {
			unproven(with_metric({limit: value})) == {"AnalysisTemplate/quality"}
		}
	}
}

test_a_metric_that_decides_nothing_is_not_proven if {
	every change in [
		{"successCondition": ""},
		{"successCondition": null},
		{"failureCondition": " "},
		{"provider": {"prometheus": {}}},
	] {
		broken := object.union(object.remove(metric, object.keys(change)), change)
		unproven(unit("Rollout", 5, [rollout(watched), template({"metrics": [broken]})])) == {"AnalysisTemplate/quality"}
	}
}

test_no_metrics_or_a_dry_run_are_not_proven if {
	every spec in [{}, {"metrics": []}, {"metrics": [metric], "dryRun": [{"metricName": ".*"}]}] {
		unproven(unit("Rollout", 5, [rollout(watched), template(spec)])) == {"AnalysisTemplate/quality"}
	}
	unproven(unit("Rollout", 5, [rollout(watched)])) == {"AnalysisTemplate/quality"}
}

test_an_unwatched_rollout_is_not_proven if {
	unproven(unit("Rollout", 5, [rollout({"progressDeadlineAbort": false})])) == {
		"Rollout/churn/analysis", "Rollout/churn/progressDeadlineAbort",
	}
	unproven(unit("Rollout", 5, [])) == {"Rollout/churn/analysis", "Rollout/churn/progressDeadlineAbort"}
	facts := no_rollback.facts["Rollout/churn/progressDeadlineAbort"] with input as unit("Rollout", 5, [])
	facts.expected == "true"
}

test_people_need_a_plan if {
	planless := object.union(with_metric({}), {"stable": {"card": null}})
	unproven(planless) == {"card.yaml/rollbackPlan"}
	no_rollback.facts["card.yaml/rollbackPlan"].path == "models/churn/card.yaml" with input as planless
}

test_a_limit_without_a_rollout_is_not_proven if {
	unproven(unit("Deployment", 5, [])) == {"Rollout"}
	no_rollback.facts.Rollout.observed == "missing" with input as unit("Deployment", 5, [])
}

test_a_deployment_is_said_and_only_then if {
	still := unit("Deployment", null, [])
	no_rollback.not_applicable == "the declaration serves this environment with a Deployment" with input as still
	no_rollback.required == set() with input as still
	not no_rollback.not_applicable with input as with_metric({})
}

job(provider) := unit("Rollout", 5, [rollout(watched), template({"metrics": [{
	"failureLimit": 0,
	"inconclusiveLimit": 0,
	"consecutiveErrorLimit": 3,
	"provider": provider,
}]})])

test_a_job_decides_by_its_exit_code if {
	pod := {"spec": {"template": {"spec": {"containers": [{"name": "decide"}]}}}}
	unproven(job({"job": pod})) == set()
	unproven(job({"job": {}})) == {"AnalysisTemplate/quality"}
	unproven(job({"job": pod, "web": {"url": "https://example.com"}})) == {"AnalysisTemplate/quality"}
}

test_what_is_missing_is_shown_with_what_was_asked_for if {
	no_rollback.facts.Rollout == {"observed": "missing", "expected": "a Rollout, as the limits ask for"} with input as unit("Deployment", 5, [])
	planless := object.union(with_metric({}), {"stable": {"card": {"rollbackPlan": {"trigger": "", "steps": [], "contact": ""}}}})
	no_rollback.facts == {"card.yaml/rollbackPlan": {
		"observed": "missing or next to nothing",
		"expected": "trigger, steps and contact",
		"path": "models/churn/card.yaml",
	}} with input as planless
	watchless := unit("Rollout", 5, [rollout({"progressDeadlineAbort": true, "strategy": {"canary": {"steps": []}}})])
	no_rollback.facts["Rollout/churn/analysis"].expected == no_rollback.expectations.analysis with input as watchless
}

test_every_card_has_a_plan if {
	half := object.union(with_metric({}), {"candidate": {"version": "1.1.0", "card": {}}})
	unproven(half) == {"card.yaml/rollbackPlan"}
	none := object.union(with_metric({}), {"stable": null})
	"card.yaml/rollbackPlan" in unproven(none)
}

test_a_strategy_is_the_declared_one_is_watched_and_is_decided if {
	other := object.union(with_metric({}), {"model": {"rollout": {"strategy": "blueGreen"}}})
	unproven(other) == {"Rollout/churn/analysis"}
	undecided := object.union(with_metric({}), {"model": {"rollout": {"strategy": "shadow"}}})
	unproven(undecided) == {"Rollout/churn/analysis"}
}

test_metrics_are_a_list_and_a_job_has_a_container if {
	unproven(unit("Rollout", 5, [rollout(watched), template({"metrics": {"a": metric}})])) == {"AnalysisTemplate/quality"}
	empty := {"provider": {"job": {"spec": {"template": {"spec": {"containers": []}}}}}}
	bare := object.union(object.remove(metric, ["successCondition", "provider"]), empty)
	unproven(unit("Rollout", 5, [rollout(watched), template({"metrics": [bare]})])) == {"AnalysisTemplate/quality"}
}
