package rules.data.quality_below_floor_test

import data.rules.data.quality_below_floor

unit(suites) := {
	"model": {"id": "churn", "data": {"contract": {"qualityFloor": 0.9}}},
	"stable": {"version": "1.0.0", "evaluation": {"suites": suites}},
	"candidate": null,
}

unproven(suite) := subjects if {
	subjects := quality_below_floor.required - quality_below_floor.passed with input as unit([object.union({"name": "rows"}, suite)])
}

test_a_share_on_the_floor_passes if {
	unproven({"passed": 9, "failed": 1}) == set()
	unproven({"passed": 10, "failed": 0}) == set()
}

test_less_is_not_proven if {
	every suite in [{"passed": 899, "failed": 101}, {"passed": 0, "failed": 0}, {"passed": "9", "failed": 1}, {"passed": 9}, {"passed": 9, "failed": -1}, {"passed": null, "failed": null}] {
		unproven(suite) == {"1.0.0/rows"}
	}
	quality_below_floor.facts["1.0.0/rows"].observed == 0.5 with input as unit([{"name": "rows", "passed": 1, "failed": 1}])
}

test_no_suite_is_not_proven if {
	every suites in [[], [null]] {
		quality_below_floor.required - quality_below_floor.passed == {"1.0.0/suites"} with input as unit(suites)
	}
	quality_below_floor.required == {"1.0.0/suites"} with input as object.union(unit([]), {"stable": {"evaluation": null}})
	quality_below_floor.facts["1.0.0/suites"].observed == null with input as unit([])
}

test_no_contract_is_said_and_only_then if {
	quality_below_floor.not_applicable == "the declaration has no data contract" with input as {"model": {}}
	not quality_below_floor.not_applicable with input as unit([])
	not quality_below_floor.not_applicable with input as {}
}

test_one_row_is_enough_and_half_a_row_is_none if {
	unproven({"passed": 1, "failed": 0}) == set()
	unproven({"passed": 0.5, "failed": 0}) == {"1.0.0/rows"}
	unproven({"passed": 1.5, "failed": 0}) == {"1.0.0/rows"}
}
