package rules.data.unpinned_test

import data.rules.data.unpinned

sha := "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

unit(training, evaluation) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "release": {"dataset": training}, "evaluation": {"dataset": evaluation}},
	"candidate": null,
}

pinned := {"version": "1.8.0", "sha256": sha}

unproven(training, evaluation) := subjects if {
	subjects := unpinned.required - unpinned.passed with input as unit(training, evaluation)
}

test_pinned_data_passes if {
	unproven(pinned, pinned) == set()
	unpinned.required == {"1.0.0/training data", "1.0.0/evaluation data"} with input as unit(pinned, pinned)
}

test_a_version_that_moves_is_not_proven if {
	every version in ["latest", "LATEST", "main", "", " ", null, 3] {
		unproven(object.union(pinned, {"version": version}), pinned) == {"1.0.0/training data"}
	}
}

test_no_sha256_proves_nothing if {
	every hash in [null, "", "abc", upper(sha), 7] {
		unproven(pinned, object.union(pinned, {"sha256": hash})) == {"1.0.0/evaluation data"}
	}
	unproven({}, {}) == {"1.0.0/training data", "1.0.0/evaluation data"}
}

test_a_release_without_files_is_required_all_the_same if {
	bare := {"model": {"id": "churn"}, "stable": {"version": "1.0.0", "release": null, "evaluation": null}, "candidate": null}
	unpinned.required - unpinned.passed == {"1.0.0/training data", "1.0.0/evaluation data"} with input as bare
	unpinned.facts["1.0.0/training data"].observed == {"version": null, "sha256": null} with input as bare
}
