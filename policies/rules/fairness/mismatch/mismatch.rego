# METADATA
# scope: package
# title: Claimed fairness disagrees with its counts
# description: >
#   Every claimed fairness value is computed again from the groups' counts and must agree. Of several groups the claim is the one
#   with the largest difference in either direction, and the ratio furthest from 1.
# custom:
#   code: fairness.mismatch
#   severity: deny
#   message: "{subject} is claimed as {observed}; the counts give {expected}"
#   fix: Evaluate the release again; never edit an evaluation.
#   limits: [thresholds.metrics.tolerance]
package rules.fairness.mismatch

import data.lib.fairness
import data.lib.judged
import data.lib.num

tolerance := input.thresholds.metrics.tolerance

not_applicable := fairness.reason

required contains subject if some subject, _ in claims

claims[subject] := {"attribute": attribute.name, "metric": metric, "claimed": claimed, "version": release.version} if {
	fairness.limits != null
	some release in judged.releases
	some attribute in input.model.protectedAttributes
	some metric in fairness.metrics
	claimed := object.get(judged.evaluation(release), ["fairness", attribute.name, metric], null)
	subject := $"{release.version}/{attribute.name}/{metric}"
}

# The groups that the claim speaks about.
groups(claim) := {subject: here |
	some subject, here in fairness.compared
	here.attribute == claim.attribute
	startswith(subject, $"{claim.version}/")
}

values(claim) := {subject: value |
	some subject, here in groups(claim)
	value := fairness.value_of(claim.metric, here)
}

# How far a value is from fair: a difference from 0, a ratio from 1. Nothing is further than a ratio of 0.
distance("disparate_impact", value) := value if value >= 1

distance("disparate_impact", value) := 1 / value if {
	value > 0
	value < 1
}

distance("disparate_impact", 0) := 1000000000000

distance(metric, value) := abs(value) if metric != "disparate_impact"

furthest(claim) := max({distance(claim.metric, value) | some value in values(claim)})

# A group too small to have the rate may lack the value; any other may not.
computed(claim) if {
	every subject, here in groups(claim) {
		known(subject, here, claim)
	}
}

known(subject, _, claim) if subject in object.keys(values(claim))

known(_, here, _) if fairness.too_small(here)

passed contains subject if {
	some subject, claim in claims
	computed(claim)
	some value in values(claim)
	num.near(claim.claimed, value, tolerance)
	num.near(distance(claim.metric, value), furthest(claim), tolerance)
}

facts[subject] := {"observed": claim.claimed, "expected": expectation(claim), "path": judged.evaluation_file(claim.version)} if {
	some subject, claim in claims
}

expectation(claim) := num.rounded(furthest_values[0]) if {
	furthest_values := [value | some value in values(claim); distance(claim.metric, value) == furthest(claim)]
} else := null
