package rules.provenance.library_not_allowed_test

import data.rules.provenance.library_not_allowed

unit(value) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "release": {"training": {"library": value}}},
	"candidate": null,
	"thresholds": {"training": {"libraries": ["MIT", "scikit-learn"]}},
}

test_what_is_listed_passes if library_not_allowed.passed == {"1.0.0"} with input as unit("scikit-learn 1.8.0")

test_anything_else_is_not_proven if {
	every value in ["scikit-learn-fork 1.0", "", null, 7, ["MIT"]] {
		library_not_allowed.required - library_not_allowed.passed == {"1.0.0"} with input as unit(value)
	}
	library_not_allowed.facts["1.0.0"].observed == "scikit-learn-fork 1.0" with input as unit("scikit-learn-fork 1.0")
	library_not_allowed.facts["1.0.0"].observed == null with input as object.union(unit("x"), {"stable": {"release": null}})
}

test_no_list_is_said_and_only_then if {
	library_not_allowed.not_applicable == "the limits list no libraries" with input as {"thresholds": {}}
	not library_not_allowed.not_applicable with input as unit("MIT")
	not library_not_allowed.not_applicable with input as {}
}
