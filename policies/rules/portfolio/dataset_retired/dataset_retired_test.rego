package rules.portfolio.dataset_retired_test

import data.rules.portfolio.dataset_retired

trained := {"name": "loans", "version": "2026.3", "sha256": "dd"}

measured := {"name": "loans held out", "version": "2026.3", "sha256": "ee"}

entry := {"name": "loans", "version": null, "sha256": null, "on": {"at": "hour 10", "seconds": 36000}, "reason": "Consent was withdrawn"}

unit(retired) := {
	"now": {"at": "hour 10", "seconds": 36000},
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "release": {"dataset": trained}, "evaluation": {"dataset": measured}},
	"candidate": null,
	"portfolio": {"retiredDatasets": retired},
}

everything := {"1.0.0/training data", "1.0.0/evaluation data"}

proven(changed) := subjects if {
	subjects := dataset_retired.passed with input as unit([object.union(entry, changed)])
}

test_data_in_use_passes if {
	dataset_retired.required == everything with input as unit([])
	dataset_retired.passed == everything with input as unit([])
	proven({"name": "leads"}) == everything
	proven({"version": "2026.2"}) == everything
}

test_a_retired_name_is_not_proven_however_it_is_spelled if {
	every name in ["loans", " Loans "] {
		proven({"name": name}) == {"1.0.0/evaluation data"}
		proven({"name": name, "version": " 2026.3"}) == {"1.0.0/evaluation data"}
	}
}

test_retired_content_is_not_proven_whatever_it_is_called if {
	proven({"name": "leads", "sha256": "dd"}) == {"1.0.0/evaluation data"}
	proven({"name": "leads", "sha256": "ee"}) == {"1.0.0/training data"}
	proven({"version": "2026.2", "sha256": "dd"}) == {"1.0.0/evaluation data"}
}

test_it_is_retired_from_its_day_on if {
	proven({"on": {"seconds": 36001}}) == everything
	proven({"on": {"seconds": 35999}}) == {"1.0.0/evaluation data"}
	proven({"on": {"seconds": "40000"}}) == {"1.0.0/evaluation data"}
}

test_each_entry_counts if {
	other := object.union(entry, {"name": "loans held out"})
	dataset_retired.passed == set() with input as unit([entry, other])
}

test_what_a_release_does_not_say_is_not_proven if {
	silent := object.union(unit([object.union(entry, {"name": "leads"})]), {"stable": {"version": "1.0.0", "release": {"dataset": {"sha256": null}}}})
	dataset_retired.required == everything with input as silent
	dataset_retired.passed == {"1.0.0/evaluation data"} with input as silent
	absent := object.union(object.remove(unit([entry]), ["stable"]), {"stable": {"version": "1.0.0", "release": null, "evaluation": null}})
	dataset_retired.required == everything with input as absent
	dataset_retired.passed == set() with input as absent
	nameless := object.union(unit([entry]), {"stable": {"release": {"dataset": {"name": null}}}})
	dataset_retired.passed == {"1.0.0/evaluation data"} with input as nameless
	unversioned := object.union(unit([object.union(entry, {"version": "2026.2"})]), {"stable": {"release": {"dataset": {"version": null}}}})
	dataset_retired.passed == {"1.0.0/evaluation data"} with input as unversioned
	hidden := object.union(unit([object.union(entry, {"name": "leads", "sha256": "ff"})]), {"stable": {"release": {"dataset": {"sha256": null}}}})
	dataset_retired.passed == {"1.0.0/evaluation data"} with input as hidden
	other_version := object.union(unit([object.union(entry, {"version": "2026.2", "sha256": "ff"})]), {"stable": {"release": {"dataset": {"sha256": null}}}})
	dataset_retired.passed == {"1.0.0/evaluation data"} with input as other_version
	uncounted := object.union(unit([object.union(entry, {"version": "2026.2"})]), {"stable": {"release": {"dataset": {"sha256": null}}}})
	dataset_retired.passed == {"1.0.0/evaluation data"} with input as uncounted
}

test_without_a_list_nothing_is_proven if {
	every retired in [null, "none", {}] {
		dataset_retired.passed == set() with input as unit(retired)
	}
}

test_what_hits_is_shown if {
	facts := dataset_retired.facts with input as unit([entry])
	facts["1.0.0/training data"] == {
		"observed": trained,
		"expected": [{"name": "loans", "version": null, "on": entry.on, "reason": entry.reason}],
		"path": "models/churn/versions/1.0.0/release.yaml",
	}
	facts["1.0.0/evaluation data"] == {"observed": measured, "expected": [], "path": "models/churn/versions/1.0.0/evaluation.json"}
}
