# METADATA
# scope: package
# title: First step of the rollout too large
# description: >
#   The first share of traffic that a candidate gets is within the limit, is split by a router, and is held by a pause or an analysis before the
#   next; no other route hands it calls before. A switch of all traffic comes after an analysis of a preview. The strategy is the declared one.
#   Where the limits name a first step, a Rollout is asked for.
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
	rollouts.as_declared(name)
	num.at_most(rollouts.first_step(name), limit)
	rollouts.first_step_is_held(name)
	rollouts.routed(name)
	rollouts.guarded(name)
}

passed contains subject if {
	some subject, name in judged
	num.between(limit, 1, 100)
	rollouts.as_declared(name)
	rollouts.previewed(name)
}

facts["Rollout"] := {"observed": "missing", "expected": expectation} if rollouts.asked_for_in_vain

facts[subject] := {"observed": observed(name), "expected": expectation, "path": manifests.path("Rollout", name)} if some subject, name in judged

expectation := $"at most {limit} percent, routed and held; or a preview that is analysed before the switch"

observed(name) := $"{rollouts.first_step(name)} percent{unrouted(name)}{unheld(name)}{unguarded(name)}{undeclared(name)}" if {
	rollouts.first_step(name)
} else := "a switch without an analysis before it" if {
	rollouts.blue_green(name)
	not rollouts.previewed(name)
} else := "unknown"

unguarded(name) := "" if {
	rollouts.guarded(name)
} else := ", not the only way in"

undeclared(name) := "" if {
	rollouts.as_declared(name)
} else := ", not the declared strategy"

unrouted(name) := "" if {
	rollouts.routed(name)
} else := ", not routed"

unheld(name) := "" if {
	rollouts.first_step_is_held(name)
} else := ", not held"
