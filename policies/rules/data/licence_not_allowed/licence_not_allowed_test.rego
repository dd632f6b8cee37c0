package rules.data.licence_not_allowed_test

import data.rules.data.licence_not_allowed

unit(value) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "release": {"dataset": {"licence": value}}},
	"candidate": null,
	"thresholds": {"training": {"licences": ["MIT", "scikit-learn"]}},
}

test_what_is_listed_passes if licence_not_allowed.passed == {"1.0.0"} with input as unit("MIT")

test_anything_else_is_not_proven if {
	every value in ["Proprietary", "", null, 7, ["MIT"]] {
		licence_not_allowed.required - licence_not_allowed.passed == {"1.0.0"} with input as unit(value)
	}
	licence_not_allowed.facts["1.0.0"].observed == "Proprietary" with input as unit("Proprietary")
	licence_not_allowed.facts["1.0.0"].observed == null with input as object.union(unit("x"), {"stable": {"release": null}})
}

test_no_list_is_said_and_only_then if {
	licence_not_allowed.not_applicable == "the limits list no licences" with input as {"thresholds": {}}
	not licence_not_allowed.not_applicable with input as unit("MIT")
	not licence_not_allowed.not_applicable with input as {}
}
