package rules.promotion.candidate_is_stable_test

import data.rules.promotion.candidate_is_stable

unit(candidate) := {"model": {"id": "churn"}, "stable": {"version": "1.0.0"}, "candidate": candidate}

test_another_version_passes if candidate_is_stable.passed == {"1.1.0"} with input as unit({"version": "1.1.0"})

test_the_stable_version_is_no_candidate if {
	candidate_is_stable.required - candidate_is_stable.passed == {"1.0.0"} with input as unit({"version": "1.0.0"})
	candidate_is_stable.facts["1.0.0"].observed == "1.0.0" with input as unit({"version": "1.0.0"})
}

test_no_candidate_is_said_and_only_then if {
	candidate_is_stable.not_applicable == "no candidate is being rolled out" with input as unit(null)
	candidate_is_stable.required == set() with input as unit(null)
	not candidate_is_stable.not_applicable with input as unit({"version": "1.1.0"})
	not candidate_is_stable.not_applicable with input as {}
}
