# METADATA
# scope: package
# title: First step of the rollout too large
# description: >
#   The first share of traffic that a candidate gets is within the limit, is split by a router, and is held by a pause or an analysis before the
#   next. Where the limits name a first step, a Rollout is asked for.
# custom:
#   code: rollout.first_step_too_large
#   severity: deny
#   message: "{subject}: the first step is {observed}; expected {expected}"
#   fix: Lower the first step of the rollout in the declaration, and run synth.
#   limits: [thresholds.rollout.maxFirstStepPercent]
package rules.rollout.first_step_too_large

import data.lib.manifests
import data.lib.num
import data.lib.rollouts

limit := input.thresholds.rollout.maxFirstStepPercent

not_applicable := rollouts.reason

required contains "Rollout" if rollouts.asked_for_in_vain

required contains subject if some subject, _ in judged

judged[subject] := name if {
	not rollouts.reason
	some name in rollouts.names
	subject := $"Rollout/{name}"
}

passed contains subject if {
	some subject, name in judged
	num.at_most(rollouts.first_step(name), limit)
	rollouts.first_step_is_held(name)
	rollouts.routed(name)
}

facts["Rollout"] := {"observed": "missing", "expected": expectation} if rollouts.asked_for_in_vain

facts[subject] := {"observed": observed(name), "expected": expectation, "path": manifests.path("Rollout", name)} if some subject, name in judged

expectation := $"at most {limit} percent, routed and held"

observed(name) := $"{rollouts.first_step(name)} percent{unrouted(name)}{unheld(name)}" if {
	rollouts.first_step(name)
} else := "unknown"

unrouted(name) := "" if {
	rollouts.routed(name)
} else := ", not routed"

unheld(name) := "" if {
	rollouts.first_step_is_held(name)
} else := ", not held"
