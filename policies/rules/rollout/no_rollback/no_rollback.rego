# METADATA
# scope: package
# title: Rollout that can not go back
# description: >
#   A rollout that goes wrong ends by itself: an analysis watches every share of traffic, or a switch before and after it; a shadow's comparison,
#   an A/B test's decision or a bandit's share is asked for; every analysis has conditions and limits no laxer than declared, and a candidate that
#   makes no progress is aborted. For what a controller can't see, the card says how people roll back.
# custom:
#   code: rollout.no_rollback
#   severity: deny
#   message: "{subject}: {observed}; expected {expected}"
#   fix: Declare the analysis and its limits, write the rollback plan, and run synth.
package rules.rollout.no_rollback

import data.lib.judged
import data.lib.manifests
import data.lib.num
import data.lib.rollouts
import data.lib.text

not_applicable := rollouts.reason

required contains "Rollout" if rollouts.asked_for_in_vain

required contains "card.yaml/rollbackPlan" if count(rollouts.names) > 0

required contains subject if some subject, _ in parts

# What must be there for each Rollout, and for each analysis that one consults.
parts[subject] := {"part": part, "name": name, "kind": "Rollout"} if {
	some name in rollouts.names
	some part in ["analysis", "progressDeadlineAbort"]
	subject := $"Rollout/{name}/{part}"
}

parts[subject] := {"part": "limits", "name": name, "kind": "AnalysisTemplate"} if {
	some rollout in rollouts.names
	some name in rollouts.analyses(rollout)
	subject := $"AnalysisTemplate/{name}"
}

passed contains "card.yaml/rollbackPlan" if {
	"card.yaml/rollbackPlan" in required
	count(judged.cards) > 0
	every card in judged.cards {
		text.substantial(card.rollbackPlan)
	}
}

passed contains subject if {
	some subject, here in parts
	holds(here.part, here.name)
}

holds("progressDeadlineAbort", name) if manifests.found("Rollout", name).object.spec.progressDeadlineAbort == true

holds("analysis", name) if {
	rollouts.as_declared(name)
	rollouts.watched(name)
	rollouts.decided(name)
}

holds("limits", name) if {
	spec := manifests.found("AnalysisTemplate", name).object.spec
	object.get(spec, "dryRun", []) == []
	is_array(spec.metrics)
	count(spec.metrics) > 0
	every metric in spec.metrics {
		decides(metric)
		bounded(metric)
	}
}

# What isn't success is failure or inconclusive. With a condition of failure alone, a query without data would be a success.
decides(metric) if {
	trim_space(metric.successCondition) != ""
	trim_space(object.get(metric, "failureCondition", "absent")) != ""
	some provider in metric.provider
	count(provider) > 0
}

# A job decides by its exit code.
decides(metric) if {
	object.keys(metric.provider) == {"job"}
	count(metric.provider.job.spec.template.spec.containers) > 0
}

limits := ["failureLimit", "inconclusiveLimit", "consecutiveErrorLimit"]

bounded(metric) if {
	every limit in limits {
		num.whole(metric[limit])
		num.between(metric[limit], 0, input.model.rollout.analysis[limit])
	}
}

facts["Rollout"] := {"observed": "missing", "expected": "a Rollout, as the limits ask for"} if rollouts.asked_for_in_vain

facts["card.yaml/rollbackPlan"] := {"observed": "missing or next to nothing", "expected": "trigger, steps and contact", "path": judged.card_file} if {
	"card.yaml/rollbackPlan" in required
	not "card.yaml/rollbackPlan" in passed
}

facts[subject] := {"observed": "missing or laxer", "expected": expectations[here.part], "path": manifests.path(here.kind, here.name)} if {
	some subject, here in parts
	not subject in passed
}

expectations := {
	"analysis": "the declared strategy; an analysis beside the steps, from the first on, one after every share of traffic, or one before and one after the switch; the strategy's own decision",
	"progressDeadlineAbort": "true",
	"limits": "metrics with a condition, a provider, and limits of failure, inconclusive results and errors no laxer than declared",
}
