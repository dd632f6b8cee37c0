package lib.rollouts_test

import data.lib.rollouts

workload(kind) := {"kind": kind, "name": "churn", "containers": ["server"]}

rollout(canary) := {"path": "synth/prod/churn/Rollout.churn.yaml", "object": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Rollout",
	"metadata": {"name": "churn", "namespace": "models-prod"},
	"spec": {"strategy": {"canary": canary}},
}}

unit(kind, limit, manifests) := {
	"environment": "prod",
	"model": {"id": "churn", "environments": [{"name": "prod", "namespace": "models-prod", "workloads": [workload(kind)]}]},
	"thresholds": {"rollout": {"maxFirstStepPercent": limit}},
	"manifests": manifests,
}

with_steps(steps) := unit("Rollout", 5, [rollout({"steps": steps})])

test_a_deployment_without_a_limit_is_the_reason_to_say_nothing if {
	rollouts.reason == "the declaration serves this environment with a Deployment" with input as unit("Deployment", null, [])
}

test_a_limit_asks_for_a_rollout if {
	not rollouts.reason with input as unit("Deployment", 5, [])
	rollouts.asked_for_in_vain with input as unit("Deployment", 5, [])
	not rollouts.asked_for_in_vain with input as unit("Deployment", null, [])
}

test_a_rollout_that_is_expected_or_there_is_judged if {
	rollouts.names == {"churn"} with input as unit("Rollout", 5, [])
	rollouts.names == {"churn"} with input as unit("Deployment", null, [rollout({})])
	not rollouts.reason with input as unit("Deployment", null, [rollout({})])
	not rollouts.asked_for_in_vain with input as unit("Rollout", 5, [])
}

test_without_a_declaration_nothing_is_said if not rollouts.reason with input as {"thresholds": {"rollout": {"maxFirstStepPercent": null}}}

test_the_first_step_is_the_first_share_above_zero if {
	rollouts.first_step("churn") == 5 with input as with_steps([{"pause": {}}, {"setWeight": 0}, {"setWeight": 5}, {"setWeight": 50}])
}

test_a_weight_that_is_no_percentage_leaves_no_first_step if {
	every weight in ["5", null, -1, 101] {
		not rollouts.first_step("churn") with input as with_steps([{"setWeight": 3}, {"setWeight": weight}])
	}
	not rollouts.first_step("churn") with input as with_steps([])
	not rollouts.first_step("churn") with input as with_steps([{"setWeight": 0}])
}

test_a_step_is_held_by_a_pause_or_an_analysis if {
	every hold in [
		{"pause": {}},
		{"pause": {"duration": "10m"}},
		{"pause": {"duration": 600}},
		{"analysis": {"templates": [{"templateName": "quality"}]}},
	] {
		rollouts.first_step_is_held("churn") with input as with_steps([{"setWeight": 5}, hold])
	}
}

test_a_step_is_not_held_by_anything_else if {
	every hold in [{}, {"setWeight": 50}, {"pause": null}, {"pause": {"duration": "0"}}, {"pause": {"duration": 0}}, {"analysis": {"templates": []}}, {"analysis": {"templates": [{}]}}] {
		not rollouts.first_step_is_held("churn") with input as with_steps([{"setWeight": 5}, hold])
	}
	not rollouts.first_step_is_held("churn") with input as with_steps([{"setWeight": 5}])
}

virtual_service := {"path": "synth/prod/churn/VirtualService.churn.yaml", "object": {
	"apiVersion": "networking.istio.io/v1",
	"kind": "VirtualService",
	"metadata": {"name": "churn", "namespace": "models-prod"},
}}

test_a_router_is_needed_to_split_requests if {
	every routing in [
		{"istio": {"virtualService": {"name": "churn"}}},
		{"istio": {"virtualServices": [{"name": "churn"}]}},
		{"nginx": {"stableIngress": "churn"}},
	] {
		rollouts.routed("churn") with input as unit("Rollout", 5, [rollout({"trafficRouting": routing}), virtual_service])
	}
}

test_what_routes_nothing_is_no_router if {
	every routing in [
		{},
		{"istio": null},
		{"istio": {}},
		{"istio": {"virtualService": {"name": "other"}}},
		{"istio": {"virtualServices": [{"name": "churn"}, {"name": "other"}]}},
		{"nginx": {}},
		{"nginx": null},
	] {
		not rollouts.routed("churn") with input as unit("Rollout", 5, [rollout({"trafficRouting": routing}), virtual_service])
	}
}

test_analyses_are_those_beside_and_between_the_steps if {
	rollouts.analyses("churn") == {"smoke"} with input as with_steps([{"analysis": {"templates": [{"templateName": "smoke"}]}}])
	rollouts.analyses("churn") == set() with input as with_steps([])
	rollouts.analyses("churn") == {"quality", "smoke"} with input as unit("Rollout", 5, [rollout({
		"analysis": {"templates": [{"templateName": "quality"}]},
		"steps": [{"analysis": {"templates": [{"templateName": "smoke"}]}}],
	})])
}

quality := {"templates": [{"templateName": "quality"}]}

share(percent) := {"setWeight": percent}

test_an_analysis_after_every_share_watches if {
	rollouts.watched("churn") with input as with_steps([share(5), {"pause": {}}, {"analysis": quality}, share(50), {"analysis": quality}])
	not rollouts.watched("churn") with input as with_steps([share(5), {"analysis": quality}, share(50), {"pause": {}}])
	not rollouts.watched("churn") with input as with_steps([{"analysis": quality}, share(5)])
	not rollouts.watched("churn") with input as with_steps([{"analysis": quality}])
	not rollouts.watched("churn") with input as with_steps([share(5), {"analysis": {"templates": quality.templates, "dryRun": [{"metricName": ".*"}]}}])
}

test_an_analysis_beside_the_steps_watches_from_the_first_on if {
	rollouts.watched("churn") with input as unit("Rollout", 5, [rollout({"analysis": quality})])
	rollouts.watched("churn") with input as unit("Rollout", 5, [rollout({"analysis": object.union(quality, {"startingStep": 1})})])
	not rollouts.watched("churn") with input as unit("Rollout", 5, [rollout({"analysis": object.union(quality, {"startingStep": 2})})])
	not rollouts.watched("churn") with input as unit("Rollout", 5, [rollout({"analysis": {"templates": []}})])
}

template(name, provider) := {"path": $"synth/prod/churn/AnalysisTemplate.{name}.yaml", "object": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "AnalysisTemplate",
	"metadata": {"name": name, "namespace": "models-prod"},
	"spec": {"metrics": [{"provider": provider}]},
}}

templates := [template("quality", {"prometheus": {"query": "1"}}), template("job", {"job": {"spec": {}}})]

job := {"templates": [{"templateName": "job"}]}

declared(strategy, spec) := object.union(
	unit("Rollout", 5, []),
	{"model": {"rollout": {"strategy": strategy}}, "manifests": array.concat(templates, [{"path": "x", "object": {
		"apiVersion": "argoproj.io/v1alpha1",
		"kind": "Rollout",
		"metadata": {"name": "churn", "namespace": "models-prod"},
		"spec": {"strategy": spec},
	}}])},
)

stepwise(strategy, steps) := declared(strategy, {"canary": {"steps": steps}})

test_every_strategy_is_spelled_one_way if {
	every strategy in ["canary", "shadow", "abTest", "bandit"] {
		rollouts.as_declared("churn") with input as declared(strategy, {"canary": {}})
		not rollouts.as_declared("churn") with input as declared(strategy, {"blueGreen": {}})
		not rollouts.as_declared("churn") with input as declared(strategy, {"canary": {}, "blueGreen": {}})
	}
	rollouts.as_declared("churn") with input as declared("blueGreen", {"blueGreen": {}})
	not rollouts.as_declared("churn") with input as declared("blueGreen", {"canary": {}})
	not rollouts.as_declared("churn") with input as declared("unheardOf", {"canary": {}})
	not rollouts.as_declared("churn") with input as declared("unheardOf", {})
}

switch := {"activeService": "churn", "previewService": "churn-preview", "prePromotionAnalysis": quality, "postPromotionAnalysis": quality}

test_a_switch_is_watched_before_and_after if {
	rollouts.watched("churn") with input as declared("blueGreen", {"blueGreen": switch})
	not rollouts.watched("churn") with input as declared("blueGreen", {"blueGreen": object.remove(switch, ["prePromotionAnalysis"])})
	not rollouts.watched("churn") with input as declared("blueGreen", {"blueGreen": object.remove(switch, ["postPromotionAnalysis"])})
	rollouts.analyses("churn") == {"quality"} with input as declared("blueGreen", {"blueGreen": switch})
	rollouts.decided("churn") with input as declared("blueGreen", {"blueGreen": switch})
}

test_a_preview_is_another_service_that_is_analysed if {
	rollouts.previewed("churn") with input as declared("blueGreen", {"blueGreen": switch})
	not rollouts.previewed("churn") with input as declared("blueGreen", {"blueGreen": object.remove(switch, ["previewService"])})
	not rollouts.previewed("churn") with input as declared("blueGreen", {"blueGreen": object.union(switch, {"previewService": "churn"})})
	not rollouts.previewed("churn") with input as declared("blueGreen", {"blueGreen": object.remove(switch, ["prePromotionAnalysis"])})
}

route(value) := {"setHeaderRoute": {"name": "route", "match": [{"headerName": "x", "headerValue": value}]}}

test_testers_may_come_first_and_nobody_else if {
	rollouts.guarded("churn") with input as stepwise("canary", [route({"exact": "yes"}), share(5), {"analysis": quality}])
	rollouts.guarded("churn") with input as stepwise("canary", [share(5), {"setHeaderRoute": {"name": "route"}}])
	every value in [{"regex": ".*"}, {"prefix": "a"}, {"exact": ""}, {}] {
		not rollouts.guarded("churn") with input as stepwise("canary", [route(value), share(5)])
		not rollouts.guarded("churn") with input as stepwise("canary", [share(5), route(value)])
	}
}

test_a_step_of_an_unknown_kind_is_not_guarded if {
	not rollouts.guarded("churn") with input as stepwise("canary", [{"experiment": {"templates": [{"weight": 90}]}}, share(5)])
	not rollouts.guarded("churn") with input as stepwise("canary", [share(5), {"plugin": {"name": "x"}}])
}

test_an_experiment_opens_its_route_after_the_first_share if {
	rollouts.guarded("churn") with input as stepwise("abTest", [share(5), {"analysis": quality}, route({"regex": "0[0-9]"})])
	not rollouts.guarded("churn") with input as stepwise("abTest", [route({"regex": "0[0-9]"}), share(5)])
	not rollouts.guarded("churn") with input as stepwise("abTest", [route({"regex": "0[0-9]"})])
}

test_an_open_route_is_watched_like_a_share if {
	rollouts.watched("churn") with input as stepwise("abTest", [share(5), {"analysis": quality}, route({"regex": "0."}), {"analysis": job}])
	not rollouts.watched("churn") with input as stepwise("abTest", [share(5), {"analysis": quality}, route({"regex": "0."})])
}

test_an_experiment_is_decided_by_a_job_after_its_route if {
	rollouts.decided("churn") with input as stepwise("abTest", [share(5), route({"regex": "0."}), {"analysis": job}])
	not rollouts.decided("churn") with input as stepwise("abTest", [share(5), route({"regex": "0."}), {"analysis": quality}])
	not rollouts.decided("churn") with input as stepwise("abTest", [share(5), {"analysis": job}, route({"regex": "0."})])
	not rollouts.decided("churn") with input as stepwise("abTest", [share(5), {"analysis": job}])
}

mirror := {"setMirrorRoute": {"name": "shadow", "percentage": 10, "match": [{"path": {"prefix": "/"}}]}}

test_a_shadow_is_compared_before_the_first_share if {
	rollouts.decided("churn") with input as stepwise("shadow", [mirror, {"analysis": job}, {"setMirrorRoute": {"name": "shadow"}}, share(5)])
	not rollouts.decided("churn") with input as stepwise("shadow", [mirror, {"analysis": quality}, share(5)])
	not rollouts.decided("churn") with input as stepwise("shadow", [mirror, share(5), {"analysis": job}])
	not rollouts.decided("churn") with input as stepwise("shadow", [{"analysis": job}, mirror, share(5)])
	not rollouts.decided("churn") with input as stepwise("shadow", [{"analysis": job}, share(5)])
}

test_a_bandit_earns_every_share_but_the_first if {
	rollouts.decided("churn") with input as stepwise("bandit", [share(5), {"analysis": job}, share(20), {"analysis": job}, share(50)])
	rollouts.decided("churn") with input as stepwise("bandit", [share(5)])
	not rollouts.decided("churn") with input as stepwise("bandit", [share(5), {"analysis": job}, share(20), share(50)])
	not rollouts.decided("churn") with input as stepwise("bandit", [share(5), {"analysis": quality}, share(20)])
	not rollouts.decided("churn") with input as stepwise("bandit", [])
}

test_a_canary_has_no_decision_of_its_own_and_an_unknown_strategy_none_at_all if {
	rollouts.decided("churn") with input as stepwise("canary", [share(5)])
	not rollouts.decided("churn") with input as stepwise("unheardOf", [share(5), {"analysis": job}])
}

test_only_a_rollout_is_held if {
	rollouts.held == set() with input as unit("Rollout", 5, [virtual_service])
	rollouts.names == {"churn"} with input as unit("Rollout", 5, [object.union(virtual_service, {"object": {"metadata": {"name": "other"}}})])
}

test_a_switch_names_its_analyses_on_either_side if {
	before := object.union(object.remove(switch, ["prePromotionAnalysis"]), {"prePromotionAnalysis": job})
	rollouts.analyses("churn") == {"quality", "job"} with input as declared("blueGreen", {"blueGreen": before})
	after := object.union(object.remove(switch, ["postPromotionAnalysis"]), {"postPromotionAnalysis": job})
	rollouts.analyses("churn") == {"quality", "job"} with input as declared("blueGreen", {"blueGreen": after})
	rollouts.consulted("churn") == [quality] with input as declared("blueGreen", {"blueGreen": object.remove(switch, ["postPromotionAnalysis"])})
}

test_the_smallest_share_is_a_share if {
	rollouts.first_step("churn") == 0.5 with input as with_steps([{"setWeight": 0.5}, {"setWeight": 100}])
	rollouts.first_step_is_held("churn") with input as with_steps([{"setWeight": 0}, {"setWeight": 0.5}, {"pause": {}}])
	rollouts.first_step_is_held("churn") with input as with_steps([{"setWeight": "none"}, {"setWeight": 5}, {"pause": {}}])
	rollouts.exposes({"setWeight": 0.000001})
	not rollouts.exposes({"setWeight": 0})
	rollouts.guarded("churn") with input as stepwise("abTest", [share(0.5), route({"regex": "0."})])
	not rollouts.guarded("churn") with input as stepwise("abTest", [share(0), route({"regex": "0."}), share(5)])
}

test_an_analysis_beside_the_steps_begins_with_one_of_them if {
	rollouts.watched("churn") with input as unit("Rollout", 5, [rollout({"analysis": object.union(quality, {"startingStep": 0})})])
	not rollouts.watched("churn") with input as unit("Rollout", 5, [rollout({"analysis": object.union(quality, {"startingStep": -1})})])
}

test_a_preview_that_is_no_name_is_none if {
	every name in [null, 7, {}] {
		not rollouts.previewed("churn") with input as declared("blueGreen", {"blueGreen": object.union(switch, {"previewService": name})})
	}
}

test_a_route_for_anything_but_a_text_is_open if {
	every value in [null, 7, {}] {
		rollouts.is_open(route({"exact": value}))
	}
	not rollouts.is_open(route({"exact": "yes"}))
}

test_every_known_kind_of_step_is_guarded if {
	every kind in ["setWeight", "pause", "analysis", "setCanaryScale", "setHeaderRoute", "setMirrorRoute"] {
		rollouts.guarded("churn") with input as stepwise("canary", [{kind: {}}])
	}
}

test_each_strategy_is_decided_in_its_own_way if {
	ends := [mirror, share(5), route({"regex": "0."}), {"analysis": job}]
	not rollouts.decided("churn") with input as stepwise("shadow", ends)
	rollouts.decided("churn") with input as stepwise("abTest", ends)
	not rollouts.decided("churn") with input as stepwise("other", [mirror, {"analysis": job}, share(5), route({"regex": "0."}), {"analysis": job}])
	not rollouts.decided("churn") with input as stepwise("other", [mirror, {"analysis": job}, share(5)])
}

test_every_route_of_an_experiment_needs_a_job_after_it if {
	not rollouts.decided("churn") with input as stepwise("abTest", [route({"regex": "0."}), {"analysis": job}, route({"regex": "1."})])
	rollouts.decided("churn") with input as stepwise("abTest", [route({"regex": "0."}), route({"regex": "1."}), {"analysis": job}])
}

test_a_mirror_without_a_match_copies_nothing if {
	every match in [[], null] {
		not rollouts.decided("churn") with input as stepwise("shadow", [{"setMirrorRoute": {"match": match}}, {"analysis": job}, share(5)])
	}
}

test_only_an_analysis_that_runs_is_a_job if {
	idle := {"templates": job.templates, "dryRun": [{"metricName": ".*"}]}
	not rollouts.decided("churn") with input as stepwise("shadow", [mirror, {"analysis": idle}, share(5)])
	not rollouts.consults({"templates": [{"templateName": "a"}, {}]})
	rollouts.consults({"templates": [{"templateName": "a"}], "dryRun": []})
}

test_a_pause_of_one_second_holds_and_less_does_not if {
	rollouts.holds({"pause": {"duration": 1}})
	not rollouts.holds({"pause": {"duration": 0.5}})
}

test_a_router_is_an_object_with_something_in_it if {
	every router in [null, "nginx", ["a"], {}] {
		not rollouts.routed("churn") with input as unit("Rollout", 5, [rollout({"trafficRouting": {"nginx": router}})])
	}
}

test_one_share_is_watched_by_one_analysis if rollouts.watched("churn") with input as with_steps([share(5), {"analysis": quality}])
