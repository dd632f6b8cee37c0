package rules.portfolio.feature_view_differs_test

import data.rules.portfolio.feature_view_differs

old := "a111111111111111111111111111111111111111"

new := "b222222222222222222222222222222222222222"

use(commit, models) := {"registryCommit": commit, "count": count(models), "models": models}

unit(views, uses) := {
	"model": {"id": "churn", "data": {"featureViews": views}},
	"portfolio": {"featureViews": uses},
}

staff := {"name": "staff", "registryCommit": new}

test_a_view_at_one_commit_passes if {
	feature_view_differs.passed == {"staff"} with input as unit([staff], {"staff": [use(new, ["churn", "hiring"])]})
}

test_a_view_at_two_commits_is_not_proven if {
	both := [use(old, ["hiring"]), use(new, ["churn"])]
	feature_view_differs.required - feature_view_differs.passed == {"staff"} with input as unit([staff], {"staff": both})
	feature_view_differs.facts == {"staff": {
		"observed": "b22222222222",
		"expected": {"a11111111111": ["hiring"]},
		"path": "synth/catalog/churn.json",
	}} with input as unit([staff], {"staff": both})
}

test_another_commit_than_everybody_elses_is_not_proven if {
	feature_view_differs.passed == set() with input as unit([staff], {"staff": [use(old, ["hiring"])]})
	feature_view_differs.passed == set() with input as unit([staff, {"name": "staff", "registryCommit": old}], {"staff": [use(old, ["churn"])]})
	feature_view_differs.facts.staff.observed == "a11111111111, b22222222222" with input as unit([staff, {"name": "staff", "registryCommit": old}], {})
}

test_a_view_of_which_nothing_is_known_is_not_proven if {
	every uses in [{}, {"staff": []}, {"staff": null}, {"staff": [{"registryCommit": null}]}, {"other": [use(new, ["churn"])]}] {
		feature_view_differs.required == {"staff"} with input as unit([staff], uses)
		feature_view_differs.passed == set() with input as unit([staff], uses)
	}
	nothing := {"name": "staff", "registryCommit": null}
	feature_view_differs.passed == set() with input as unit([nothing], {"staff": [use(null, ["churn"])]})
	feature_view_differs.facts.staff.observed == "" with input as unit([nothing], {"staff": [use(null, ["churn"])]})
}

test_each_view_is_asked_about if {
	other := {"name": "pay", "registryCommit": old}
	uses := {"staff": [use(new, ["churn"])], "pay": [use(new, ["hiring"]), use(old, ["churn"])]}
	feature_view_differs.required == {"staff", "pay"} with input as unit([staff, other], uses)
	feature_view_differs.passed == {"staff"} with input as unit([staff, other], uses)
}

test_a_view_without_a_name_is_asked_about if {
	feature_view_differs.required == {"view 0"} with input as unit([{"registryCommit": new}], {})
}

test_no_view_is_said_and_only_then if {
	feature_view_differs.not_applicable == "the declaration names no feature view" with input as {"model": {"id": "churn"}}
	feature_view_differs.required == set() with input as {"model": {"id": "churn"}}
	not feature_view_differs.not_applicable with input as unit([staff], {})
	not feature_view_differs.not_applicable with input as {}
}
