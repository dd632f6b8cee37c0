package rules.metrics.regressed_test

import data.rules.metrics.regressed

release(version, f1) := {"version": version, "evaluation": {"metrics": {"f1": {"value": f1}}}}

unit(before, now) := {
	"model": {"id": "churn"},
	"stable": release("1.0.0", before),
	"candidate": release("1.1.0", now),
	"incumbent": null,
	"change": {"rolledBack": false},
	"thresholds": {"metrics": {"floors": {"f1": 0.5}, "ceilings": {}, "maxRegression": {"f1": 0.02}}},
}

# The stable release is new here; no candidate.
promoted(before, now) := object.union(unit(now, now), {
	"candidate": null,
	"stable": release("1.1.0", now),
	"incumbent": {"stable": release("1.0.0", before)},
})

test_a_candidate_may_get_worse_up_to_the_limit if {
	regressed.passed == {"1.1.0/f1"} with input as unit(0.9, 0.88)
	regressed.required - regressed.passed == {"1.1.0/f1"} with input as unit(0.9, 0.87)
	regressed.facts["1.1.0/f1"].observed == 0.03 with input as unit(0.9, 0.87)
}

test_a_new_stable_release_is_held_against_the_one_before if {
	regressed.passed == {"1.1.0/f1"} with input as promoted(0.9, 0.9)
	regressed.required - regressed.passed == {"1.1.0/f1"} with input as promoted(0.9, 0.8)
}

test_both_are_held_when_both_are_new if {
	both := object.union(promoted(0.9, 0.8), {"candidate": release("1.2.0", 0.9)})
	regressed.required == {"1.1.0/f1", "1.2.0/f1"} with input as both
	regressed.passed == {"1.2.0/f1"} with input as both
}

test_a_value_missing_on_either_side_is_not_proven if {
	regressed.required - regressed.passed == {"1.1.0/f1"} with input as unit(null, 0.9)
	regressed.required - regressed.passed == {"1.1.0/f1"} with input as unit(0.9, null)
	regressed.facts["1.1.0/f1"].observed == null with input as unit(0.9, "0.9")
}

test_a_rollback_may_be_worse if {
	back := object.union(promoted(0.9, 0.5), {"change": {"rolledBack": true}})
	regressed.required == set() with input as back
	regressed.not_applicable == "no release is new here, or the new one is a rollback" with input as back
}

test_nothing_new_is_said if {
	same := object.union(unit(0.9, 0.9), {"candidate": null, "incumbent": {"stable": release("1.0.0", 0.9)}})
	regressed.not_applicable == "no release is new here, or the new one is a rollback" with input as same
	alone := object.union(unit(0.9, 0.9), {"candidate": null})
	regressed.not_applicable == "no release is new here, or the new one is a rollback" with input as alone
}

test_no_limit_is_said_and_only_then if {
	bare := json.remove(unit(0.9, 0.9), ["thresholds/metrics/maxRegression/f1"])
	regressed.not_applicable == "no metric has a limit of regression" with input as bare
	not regressed.not_applicable with input as unit(0.9, 0.9)
	not regressed.not_applicable with input as {}
}

test_a_candidate_of_the_same_version_is_not_new if {
	regressed.required == set() with input as object.union(unit(0.9, 0.5), {"candidate": {"version": "1.0.0"}})
}

test_the_slack_of_a_loss_is_a_billionth if {
	regressed.passed == {"1.1.0/f1"} with input as unit(0.9, 0.8799999995)
	regressed.passed == set() with input as unit(0.9, 0.8799999985)
}
