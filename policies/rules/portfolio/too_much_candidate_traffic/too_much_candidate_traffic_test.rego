package rules.portfolio.too_much_candidate_traffic_test

import data.rules.portfolio.too_much_candidate_traffic

unit(changed) := object.union(
	{
		"model": {"id": "churn"},
		"thresholds": {"rollout": {"maxCandidateTraffic": {"percent": 15, "models": 1}}},
		"stable": {"version": "1.0.0"},
		"candidate": {"version": "1.1.0"},
		"portfolio": {"models": 12, "candidateTraffic": 150},
	},
	changed,
)

sharing(models, traffic) := unit({"portfolio": {"models": models, "candidateTraffic": traffic}})

unproven(models, traffic) := subjects if {
	subjects := too_much_candidate_traffic.required - too_much_candidate_traffic.passed with input as sharing(models, traffic)
}

test_a_share_within_the_limit_passes if {
	unproven(12, 180) == set()
	unproven(1000, 15000) == set()
	unproven(12, 0) == set()
	too_much_candidate_traffic.passed == {"1.1.0"} with input as sharing(12, 180)
	too_much_candidate_traffic.facts == {"1.1.0": {"observed": 150, "expected": 180, "path": "models/churn/releases.yaml"}} with input as unit({})
}

test_one_models_calls_pass_where_there_are_few if {
	unproven(3, 100) == set()
	unproven(1, 100) == set()
	too_much_candidate_traffic.facts["1.1.0"].expected == 100 with input as sharing(3, 100)
}

test_a_few_are_as_many_as_the_limits_say if {
	two := {"thresholds": {"rollout": {"maxCandidateTraffic": {"percent": 15, "models": 2}}}}
	too_much_candidate_traffic.passed == {"1.1.0"} with input as object.union(sharing(3, 200), two)
	too_much_candidate_traffic.passed == set() with input as object.union(sharing(3, 201), two)
	too_much_candidate_traffic.facts["1.1.0"].expected == 200 with input as object.union(sharing(3, 201), two)
}

test_more_is_not_proven if {
	unproven(12, 181) == {"1.1.0"}
	unproven(3, 101) == {"1.1.0"}
	unproven(1000, 15001) == {"1.1.0"}
}

test_what_is_no_number_proves_nothing if {
	every value in ["1", null, -1, 0.5] {
		unproven(12, value) == {"1.1.0"}
	}
	every value in ["12", null] {
		unproven(value, 150) == {"1.1.0"}
		too_much_candidate_traffic.facts["1.1.0"].expected == null with input as sharing(value, 150)
	}
	vague := unit({"thresholds": {"rollout": {"maxCandidateTraffic": {"percent": "15", "models": "9"}}}})
	too_much_candidate_traffic.passed == set() with input as vague
	too_much_candidate_traffic.facts["1.1.0"].expected == null with input as vague
	half := unit({"thresholds": {"rollout": {"maxCandidateTraffic": {"models": "9"}}}})
	too_much_candidate_traffic.facts["1.1.0"].expected == null with input as half
	uncounted := object.remove(unit({}), ["portfolio"])
	too_much_candidate_traffic.facts["1.1.0"].observed == null with input as uncounted
	too_much_candidate_traffic.passed == set() with input as uncounted
}

test_reasons_are_said_and_only_then if {
	alone := object.union(object.remove(unit({}), ["candidate"]), {"candidate": null})
	too_much_candidate_traffic.not_applicable == "nothing is being rolled out here" with input as alone
	too_much_candidate_traffic.required == set() with input as alone
	unlimited := object.union(object.remove(unit({}), ["thresholds"]), {"thresholds": {}})
	too_much_candidate_traffic.not_applicable == "the limits let candidates have any share of calls" with input as unlimited
	too_much_candidate_traffic.required == set() with input as unlimited
	neither := object.union(object.remove(unlimited, ["candidate"]), {"candidate": null})
	too_much_candidate_traffic.not_applicable == "nothing is being rolled out here" with input as neither
	not too_much_candidate_traffic.not_applicable with input as unit({})
	not too_much_candidate_traffic.not_applicable with input as {}
}
