package rules.data.features_mismatch_test

import data.rules.data.features_mismatch

unit(features) := {
	"model": {"id": "churn", "data": {"featureViews": [{"name": "hours", "features": ["week", "month"]}, {"name": "people", "features": ["level"]}]}},
	"stable": {"version": "1.0.0", "release": {"features": features}},
	"candidate": null,
}

test_features_of_any_view_pass if {
	features_mismatch.passed == {"1.0.0/week", "1.0.0/level"} with input as unit(["week", "level"])
	features_mismatch.facts == {} with input as unit(["week", "level"])
}

test_another_feature_is_not_proven if {
	features_mismatch.required - features_mismatch.passed == {"1.0.0/year"} with input as unit(["week", "year"])
	features_mismatch.facts["1.0.0/year"].expected == ["hours", "people"] with input as unit(["week", "year"])
}

test_unknown_features_are_not_proven if {
	features_mismatch.required - features_mismatch.passed == {"1.0.0/null"} with input as object.union(unit([]), {"stable": {"release": null}})
}

test_no_view_is_said_and_only_then if {
	features_mismatch.not_applicable == "the declaration names no feature view" with input as {"model": {}}
	not features_mismatch.not_applicable with input as unit([])
	not features_mismatch.not_applicable with input as {}
}
