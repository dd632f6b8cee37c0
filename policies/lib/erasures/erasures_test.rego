package lib.erasures_test

import data.lib.erasures

day := 86400

at(days) := {"at": $"day {days}", "seconds": days * day}

erasure := {"name": "loans", "version": null, "on": at(10), "due": at(40), "reason": "A request"}

# A unit whose data was taken on a day, judged at a moment.
unit(taken, now, changed) := {
	"now": {"at": "now", "seconds": now},
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "release": {"dataset": {"name": "loans", "version": "2026.3", "takenAt": taken.at}}},
	"candidate": null,
	"dates": {"1.0.0": {"dataTaken": taken, "createdAt": at(30)}},
	"portfolio": {"erasures": [object.union(erasure, changed)]},
}

here(taken, changed) := object.union({"dataset": {"name": "loans", "version": "2026.3", "takenAt": "day 11"}, "dates": {"dataTaken": taken, "createdAt": at(30)}}, changed)

test_a_snapshot_of_the_day_after_follows_and_one_of_the_day_does_not if {
	erasures.followed(here(at(11), {}), erasure)
	not erasures.followed(here({"at": "day 11", "seconds": (11 * day) - 1}, {}), erasure)
	erasures.followed(here({"at": "day 11", "seconds": 30 * day}, {}), erasure)
	not erasures.followed(here({"at": "day 11", "seconds": (30 * day) + 1}, {}), erasure)
}

test_a_snapshot_without_its_day_follows_nothing if {
	every odd in [{"dataset": {"takenAt": null}}, {"dataset": {"takenAt": "day 12"}}, {"dates": {"createdAt": null}}, {"dates": {"dataTaken": null}}] {
		not erasures.followed(here(at(11), odd), erasure)
	}
	every seconds in [null, "950400", true] {
		not erasures.followed(here({"at": "day 11", "seconds": seconds}, {}), erasure)
	}
}

test_other_data_is_not_asked if {
	erasures.elsewhere({"name": "leads", "version": "1"}, erasure)
	not erasures.elsewhere({"name": " Loans ", "version": "1"}, erasure)
	erasures.elsewhere({"name": "loans", "version": "1"}, object.union(erasure, {"version": "2"}))
	not erasures.elsewhere({"name": "loans", "version": " 2"}, object.union(erasure, {"version": "2"}))
	not erasures.elsewhere({"name": "loans"}, object.union(erasure, {"version": "2"}))
	not erasures.elsewhere({}, erasure)
	not erasures.elsewhere({"name": null}, erasure)
}

test_the_last_day_counts if {
	erasures.pending(erasure) with input as unit(at(5), (41 * day) - 1, {})
	not erasures.over(erasure) with input as unit(at(5), (41 * day) - 1, {})
	not erasures.pending(erasure) with input as unit(at(5), 41 * day, {})
	erasures.over(erasure) with input as unit(at(5), 41 * day, {})
	every due in [null, {"seconds": "1"}, {}] {
		odd := object.union(object.remove(erasure, ["due"]), {"due": due})
		not erasures.over(odd) with input as unit(at(5), 41 * day, {})
		not erasures.pending(odd) with input as unit(at(5), day, {})
	}
}

test_what_is_asked_about_is_named if {
	object.keys(erasures.trained) == {"1.0.0/training data"} with input as unit(at(5), 0, {})
	told := erasures.trained["1.0.0/training data"] with input as unit(at(5), 0, {})
	told.dataset.takenAt == "day 5"
	told.dates.createdAt == at(30)
	bare := {"model": {"id": "churn"}, "stable": {"version": "1.0.0", "release": null}, "candidate": null}
	erasures.trained["1.0.0/training data"] == {"dataset": {}, "dates": {}, "path": "models/churn/versions/1.0.0/release.yaml"} with input as bare
	erasures.seen({"dataset": {"name": "loans", "rows": 3}}) == {"name": "loans", "version": null, "takenAt": null}
	erasures.unsettled(here(at(11), {})) == [] with input as unit(at(11), 0, {})
	erasures.unsettled(here(at(9), {})) == [erasure] with input as unit(at(9), 0, {})
	erasures.unsettled(here(at(9), {"dataset": {"name": "leads"}})) == [] with input as unit(at(9), 0, {})
}
