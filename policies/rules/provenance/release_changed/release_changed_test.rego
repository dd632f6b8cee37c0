package rules.provenance.release_changed_test

import data.rules.provenance.release_changed

unit(rewritten) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.1.0"},
	"candidate": null,
	"change": {"compared": true, "rewritten": rewritten},
}

test_untouched_releases_pass if release_changed.passed == {"1.1.0"} with input as unit([])

test_a_rewritten_release_is_not_proven_wherever_it_stands if {
	release_changed.required - release_changed.passed == {"1.1.0"} with input as unit(["1.1.0"])
	release_changed.required - release_changed.passed == {"0.9.0"} with input as unit(["0.9.0"])
	release_changed.facts["0.9.0"].path == "models/churn/versions/0.9.0/release.yaml" with input as unit(["0.9.0"])
}

test_a_list_that_is_none_proves_nothing if {
	release_changed.required - release_changed.passed == {"1.1.0"} with input as unit(null)
}

test_no_comparison_is_said_and_only_then if {
	alone := object.union(unit([]), {"change": {"compared": false}})
	release_changed.not_applicable == "no base commit was given to compare with" with input as alone
	release_changed.required == set() with input as alone
	not release_changed.not_applicable with input as unit([])
	not release_changed.not_applicable with input as {}
}
