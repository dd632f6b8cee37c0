package rules.promotion.blocked_digest_test

import data.rules.promotion.blocked_digest

good := "sha256:00"

bad := "sha256:11"

release(version, digest) := {"version": version, "release": {"image": {"digest": digest}}}

entry(environment) := {"digest": bad, "version": "1.1.0", "environment": environment, "reason": "slow", "at": "2026-11-21T08:00:00Z"}

unit(environment, digest, blocked) := {
	"environment": environment,
	"model": {"id": "churn", "environments": [{"name": "dev"}, {"name": "staging"}, {"name": "prod"}]},
	"stable": release("1.0.0", good),
	"candidate": release("1.1.0", digest),
	"blocked": blocked,
}

failed := blocked_digest.required - blocked_digest.passed

test_images_that_nobody_blocked_pass if {
	failed == set() with input as unit("prod", bad, [])
	failed == set() with input as unit("prod", good, [entry("prod")])
}

test_a_blocked_image_is_not_proven_where_it_failed_nor_later if {
	failed == {"1.1.0"} with input as unit("prod", bad, [entry("prod")])
	failed == {"1.1.0"} with input as unit("prod", bad, [entry("staging")])
	failed == {"1.1.0"} with input as unit("prod", bad, [entry("dev")])
}

test_before_the_place_where_it_failed_it_may_stay if {
	failed == set() with input as unit("staging", bad, [entry("prod")])
	failed == set() with input as unit("dev", bad, [entry("staging"), entry("prod")])
	failed == {"1.1.0"} with input as unit("dev", bad, [entry("staging"), entry("dev")])
}

test_an_unknown_environment_blocks_everywhere if {
	failed == {"1.1.0"} with input as unit("dev", bad, [entry("nowhere")])
	failed == {"1.1.0"} with input as unit("nowhere", bad, [entry("prod")])
}

test_what_can_not_be_read_is_not_proven if {
	failed == {"1.1.0"} with input as unit("prod", null, [])
	failed == {"1.0.0", "1.1.0"} with input as unit("prod", good, null)
	failed == {"1.0.0", "1.1.0"} with input as unit("prod", good, [object.remove(entry("prod"), ["digest"])])
	failed == {"1.0.0", "1.1.0"} with input as object.remove(unit("prod", good, []), ["blocked"])
}

test_the_stable_release_is_judged_too if {
	failed == {"1.0.0"} with input as object.union(unit("prod", good, [entry("prod")]), {"stable": release("1.0.0", bad)})
}

test_the_fact_says_what_failed_where_and_when if {
	fact := blocked_digest.facts["1.1.0"] with input as unit("prod", bad, [entry("staging")])
	fact.observed == bad
	fact.expected == "one that did not fail in staging at 2026-11-21T08:00:00Z: slow"
	other := blocked_digest.facts["1.0.0"] with input as unit("prod", bad, [entry("staging")])
	other.expected == "an image that blocked.yaml does not name"
}

test_a_block_that_names_no_image_keeps_everything_out if {
	every digest in [null, 7, []] {
		failed == {"1.0.0", "1.1.0"} with input as unit("prod", good, [object.union(entry("prod"), {"digest": digest})])
	}
}

test_a_block_further_on_is_not_shown if {
	facts := blocked_digest.facts with input as unit("dev", bad, [entry("prod")])
	facts["1.1.0"].expected == "an image that blocked.yaml does not name"
}
