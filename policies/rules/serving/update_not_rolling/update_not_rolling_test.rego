package rules.serving.update_not_rolling_test

import data.lib.units_test as units
import data.rules.serving.update_not_rolling

rolling := {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}}

with_limits(limits) := {"type": "RollingUpdate", "rollingUpdate": limits}

deployed(strategy) := units.unit([units.manifest("apps/v1", "Deployment", "churn", {"strategy": strategy})])

served(spec) := units.unit([units.manifest("serving.kserve.io/v1beta1", "InferenceService", "churn", spec)])

unproven(unit) := subjects if {
	subjects := update_not_rolling.required - update_not_rolling.passed with input as unit
}

subject := "Deployment.churn.yaml"

test_new_pods_beside_the_old_ones_pass if {
	every surge in ["25%", "1%", "100%", 1, 3] {
		every unavailable in [0, "0%"] {
			unit := deployed(with_limits({"maxSurge": surge, "maxUnavailable": unavailable}))
			unproven(unit) == set()
			update_not_rolling.passed == {subject} with input as unit
		}
	}
}

test_pods_that_are_taken_away_first_do_not if {
	every strategy in [{"type": "Recreate"}, {"type": "OnDelete"}, object.union(rolling, {"type": "Recreate"}), object.remove(rolling, ["type"]), {}, null, "RollingUpdate"] {
		unproven(deployed(strategy)) == {subject}
	}
	every unavailable in [1, -1, "25%", "1%", "0", null, false] {
		unproven(deployed(with_limits({"maxSurge": "25%", "maxUnavailable": unavailable}))) == {subject}
	}
}

test_no_surge_is_no_surge if {
	every surge in [0, -1, 0.5, "0%", "25", "-5%", "", "many", null, true, {}] {
		unproven(deployed(with_limits({"maxSurge": surge, "maxUnavailable": 0}))) == {subject}
	}
}

test_what_is_left_out_is_not_proven if {
	unproven(deployed({"type": "RollingUpdate"})) == {subject}
	unproven(deployed(with_limits({"maxSurge": "25%"}))) == {subject}
	unproven(deployed(with_limits({"maxUnavailable": 0}))) == {subject}
	silent := units.unit([units.manifest("apps/v1", "Deployment", "churn", {})])
	unproven(silent) == {subject}
	update_not_rolling.facts[subject].observed == null with input as silent
	bare := units.unit([object.remove(silent.manifests[0], ["path"])])
	count(unproven(bare)) == 1
	specless := units.unit([{"path": "synth/prod/churn/Deployment.churn.yaml", "object": {"apiVersion": "apps/v1", "kind": "Deployment"}}])
	unproven(specless) == {subject}
}

test_every_component_of_a_service_of_kserve_is_asked if {
	unproven(served({"predictor": {"deploymentStrategy": rolling}})) == set()
	unproven(served({"predictor": {"deploymentStrategy": rolling}, "transformer": {}, "explainer": {"deploymentStrategy": {"type": "Recreate"}}})) == {
		"InferenceService.churn.yaml/transformer", "InferenceService.churn.yaml/explainer",
	}
	unproven(served({"predictor": {}})) == {"InferenceService.churn.yaml/predictor"}
}

test_what_is_shown_is_the_strategy if {
	seen := update_not_rolling.facts with input as deployed({"type": "Recreate"})
	seen == {subject: {
		"observed": {"type": "Recreate"},
		"expected": "RollingUpdate with a maxSurge above 0 and a maxUnavailable of 0",
		"path": "synth/prod/churn/Deployment.churn.yaml",
	}}
	shown := update_not_rolling.facts with input as served({"predictor": {}})
	shown["InferenceService.churn.yaml/predictor"] == {
		"observed": null,
		"expected": "RollingUpdate with a maxSurge above 0 and a maxUnavailable of 0",
		"path": "synth/prod/churn/InferenceService.churn.yaml",
	}
}

test_a_unit_without_either_is_said_and_only_then if {
	rollout := units.unit([units.manifest("argoproj.io/v1alpha1", "Rollout", "churn", {})])
	update_not_rolling.not_applicable == "the unit has no Deployment, and no service of KServe" with input as rollout
	update_not_rolling.required == set() with input as rollout
	not update_not_rolling.not_applicable with input as deployed(rolling)
	not update_not_rolling.not_applicable with input as units.unit([])
	not update_not_rolling.not_applicable with input as {}
}
