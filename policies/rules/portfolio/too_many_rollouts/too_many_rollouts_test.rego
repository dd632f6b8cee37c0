package rules.portfolio.too_many_rollouts_test

import data.rules.portfolio.too_many_rollouts

unit(changed) := object.union(
	{
		"model": {"id": "churn"},
		"thresholds": {"rollout": {"maxConcurrent": {"percent": 25, "models": 2}}},
		"stable": {"version": "1.0.0"},
		"candidate": {"version": "1.1.0"},
		"portfolio": {"models": 12, "rollingOut": 3},
	},
	changed,
)

many(models, rolling) := unit({"portfolio": {"models": models, "rollingOut": rolling}})

test_a_share_within_the_limit_passes if {
	too_many_rollouts.passed == {"1.1.0"} with input as many(12, 3)
	too_many_rollouts.passed == {"1.1.0"} with input as many(1000, 250)
	too_many_rollouts.facts == {"1.1.0": {"observed": 3, "expected": 3, "path": "models/churn/releases.yaml"}} with input as many(12, 3)
}

test_a_few_pass_where_there_are_few if {
	too_many_rollouts.passed == {"1.1.0"} with input as many(3, 2)
	too_many_rollouts.passed == {"1.1.0"} with input as many(1, 1)
	too_many_rollouts.facts["1.1.0"].expected == 2 with input as many(3, 2)
}

test_more_are_not_proven if {
	too_many_rollouts.required - too_many_rollouts.passed == {"1.1.0"} with input as many(12, 4)
	too_many_rollouts.required - too_many_rollouts.passed == {"1.1.0"} with input as many(3, 3)
	too_many_rollouts.required - too_many_rollouts.passed == {"1.1.0"} with input as many(1000, 251)
	too_many_rollouts.facts["1.1.0"].expected == 2 with input as many(11, 4)
	too_many_rollouts.facts["1.1.0"].expected == 250 with input as many(1000, 251)
}

test_what_is_no_number_proves_nothing if {
	every value in ["1", null, -1, 0.5] {
		too_many_rollouts.passed == set() with input as many(12, value)
	}
	every value in ["12", null] {
		too_many_rollouts.passed == set() with input as many(value, 3)
		too_many_rollouts.facts["1.1.0"].expected == null with input as many(value, 3)
	}
	vague := unit({"thresholds": {"rollout": {"maxConcurrent": {"percent": "25", "models": "9"}}}})
	too_many_rollouts.passed == set() with input as vague
	too_many_rollouts.facts["1.1.0"].expected == null with input as vague
	half := unit({"thresholds": {"rollout": {"maxConcurrent": {"models": "9"}}}})
	too_many_rollouts.facts["1.1.0"].expected == null with input as half
	too_many_rollouts.facts["1.1.0"].expected == null with input as unit({"thresholds": {"rollout": {"maxConcurrent": {"percent": "25"}}}})
	too_many_rollouts.facts["1.1.0"].observed == null with input as object.remove(unit({}), ["portfolio"])
	too_many_rollouts.passed == set() with input as object.remove(unit({}), ["portfolio"])
}

test_reasons_are_said_and_only_then if {
	alone := object.union(object.remove(unit({}), ["candidate"]), {"candidate": null})
	too_many_rollouts.not_applicable == "nothing is being rolled out here" with input as alone
	too_many_rollouts.required == set() with input as alone
	free := object.remove(unit({}), ["thresholds"])
	unlimited := object.union(free, {"thresholds": {}})
	too_many_rollouts.not_applicable == "the limits let any number of models roll out at once" with input as unlimited
	too_many_rollouts.required == set() with input as unlimited
	neither := object.union(object.remove(unlimited, ["candidate"]), {"candidate": null})
	too_many_rollouts.not_applicable == "nothing is being rolled out here" with input as neither
	not too_many_rollouts.not_applicable with input as unit({})
	not too_many_rollouts.not_applicable with input as {}
}
