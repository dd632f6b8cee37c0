package rules.data.retention_exceeded_test

import data.rules.data.retention_exceeded

day(number) := {"at": $"day {number}", "seconds": number * 86400}

unit(dates, more) := {
	"now": day(400),
	"model": {"id": "churn", "data": object.union({"contract": {"retentionDays": 100}}, more)},
	"stable": {"version": "1.0.0", "evaluation": {"dataset": {"from": from(dates)}}},
	"candidate": null,
	"dates": {"1.0.0": dates},
}

unproven(dates) := subjects if {
	subjects := retention_exceeded.required - retention_exceeded.passed with input as unit(dates, {})
}

from(dates) := at if {
	at := dates.dataFrom.at
} else := null

test_data_on_the_limit_passes if {
	unproven({"dataFrom": day(300), "createdAt": day(0)}) == set()
	unproven({"dataFrom": null, "createdAt": day(300)}) == set()
}

test_a_day_more_is_not_proven if {
	unproven({"dataFrom": day(299), "createdAt": day(399)}) == {"1.0.0/data"}
	unproven({"dataFrom": null, "createdAt": day(299)}) == {"1.0.0/data"}
	retention_exceeded.facts["1.0.0/data"].observed == 101 with input as unit({"dataFrom": day(299), "createdAt": day(399)}, {})
}

test_unknown_dates_are_not_proven if {
	every dates in [{}, null, {"dataFrom": null, "createdAt": null}, {"dataFrom": "2026", "createdAt": day(399)}] {
		unproven(dates) == {"1.0.0/data"}
	}
	retention_exceeded.facts["1.0.0/data"].observed == null with input as unit(null, {})
	other := object.union(unit({"dataFrom": null, "createdAt": day(399)}, {}), {"stable": {"evaluation": {"dataset": {"from": "day 0"}}}})
	retention_exceeded.required - retention_exceeded.passed == {"1.0.0/data"} with input as other
}

test_what_topics_and_stores_keep_is_judged if {
	dates := {"dataFrom": day(390), "createdAt": day(390)}
	kept := {"topics": [{"name": "calls", "retentionDays": 100}, {"name": "audit", "retentionDays": 101}], "stores": [{"retentionDays": "7"}]}
	retention_exceeded.required - retention_exceeded.passed == {"topic/audit", "store/0"} with input as unit(dates, kept)
}

test_no_contract_is_said_and_only_then if {
	retention_exceeded.not_applicable == "the declaration has no data contract" with input as {"model": {}}
	not retention_exceeded.not_applicable with input as unit({}, {})
	not retention_exceeded.not_applicable with input as {}
}

test_what_keeps_data_is_shown_with_its_file if {
	facts := retention_exceeded.facts with input as unit({"dataFrom": null, "createdAt": day(399)}, {"topics": [{"name": "scores", "retentionDays": 365}]})
	facts["topic/scores"] == {"observed": 365, "expected": 100, "path": "synth/catalog/churn.json"}
}
