# METADATA
# scope: package
# title: Rollouts
# description: The progressive rollouts of a unit, those that the declaration expects and those that the manifests hold beside them.
package lib.rollouts

import data.lib.manifests
import data.lib.num

expected contains workload.name if {
	some workload in manifests.expected_workloads
	workload.kind == "Rollout"
}

held contains manifest.object.metadata.name if {
	some manifest in input.manifests
	manifest.object.kind == "Rollout"
}

names := expected | held

# Why rollouts are not judged here. Where a limit for the first step stands, a Rollout is asked for.
reason := "the declaration serves this environment with a Deployment" if {
	manifests.expected_workloads
	names == set()
	input.thresholds.rollout.maxFirstStepPercent == null
}

# What must be said when the limits ask for a Rollout and nothing here is one.
asked_for_in_vain if {
	names == set()
	object.get(input.thresholds, ["rollout", "maxFirstStepPercent"], null) != null
}

strategy(name) := manifests.found("Rollout", name).object.spec.strategy

canary(name) := strategy(name).canary

blue_green(name) := strategy(name).blueGreen

# The Rollout's own word for each strategy that can be declared. What isn't here is no strategy that anything was proven about.
spelled := {"canary": "canary", "shadow": "canary", "abTest": "canary", "bandit": "canary", "blueGreen": "blueGreen"}

as_declared(name) if object.keys(strategy(name)) == {spelled[input.model.rollout.strategy]}

# Names of the AnalysisTemplates that a Rollout consults: all along, in a step, before a switch or after it.
analyses(name) := {reference.templateName |
	some analysis in array.concat(consulted(name), [step.analysis | some step in canary(name).steps])
	some reference in analysis.templates
}

consulted(name) := [analysis |
	some path in [["canary", "analysis"], ["blueGreen", "prePromotionAnalysis"], ["blueGreen", "postPromotionAnalysis"]]
	analysis := object.get(strategy(name), path, null)
	analysis != null
]

# Weights of the steps in order, whatever they are.
weights(name) := [step.setWeight | some step in canary(name).steps]

# The first step that sends traffic to the candidate. A weight that is no percentage leaves none.
first_step(name) := positive[0] if {
	steps := weights(name)
	every weight in steps {
		num.between(weight, 0, 100)
	}
	positive := [weight | some weight in steps; weight > 0]
}

# The first share is held: what comes right after it waits or measures.
first_step_is_held(name) if {
	steps := canary(name).steps
	positions := [index | some index, step in steps; num.at_least(step.setWeight, 0.000001)]
	holds(steps[positions[0] + 1])
}

# An analysis runs beside the steps from the first of them on, or after every share of traffic before the next.
watched(name) if {
	analysis := canary(name).analysis
	consults(analysis)
	num.between(object.get(analysis, "startingStep", 0), 0, 1)
}

watched(name) if {
	steps := canary(name).steps
	shares := [index | some index, step in steps; exposes(step)]
	count(shares) > 0
	every place, share in shares {
		next := array.concat(shares, [count(steps)])[place + 1]
		some step in array.slice(steps, share, next)
		consults(step.analysis)
	}
}

# A switch is watched before and after it: there is no share between nothing and everything.
watched(name) if {
	consults(blue_green(name).prePromotionAnalysis)
	consults(blue_green(name).postPromotionAnalysis)
}

# The candidate answered copies of calls, and an analysis looked at that, before it gets any call of its own.
previewed(name) if {
	switch := blue_green(name)
	is_string(switch.previewService)
	switch.previewService != switch.activeService
	consults(switch.prePromotionAnalysis)
}

# Steps that hand calls to the candidate.
exposes(step) if num.at_least(step.setWeight, 0.000001)

exposes(step) if is_open(step)

# A route for callers by a header: open unless it asks for one exact value, which only testers carry.
is_open(step) if {
	some match in step.setHeaderRoute.match
	not is_exact(match)
}

is_exact(match) if {
	is_string(match.headerValue.exact)
	match.headerValue.exact != ""
}

steps_known := {"setWeight", "pause", "analysis", "setCanaryScale", "setHeaderRoute", "setMirrorRoute"}

# Nothing but shares hands out calls, or an experiment's route after the first share; no step of a kind that isn't looked at here.
guarded(name) if {
	steps := canary(name).steps
	every step in steps {
		object.keys(step) - steps_known == set()
	}
	shares := [index | some index, step in steps; num.at_least(step.setWeight, 0.000001)]
	open := [index | some index, step in steps; is_open(step)]
	every index in open {
		input.model.rollout.strategy == "abTest"
		index > shares[0]
	}
}

# The strategy's own decision is asked for where it belongs.
decided(_) if input.model.rollout.strategy in {"canary", "blueGreen"}

decided(name) if {
	input.model.rollout.strategy == "shadow"
	steps := canary(name).steps
	some mirror, step in steps
	count(step.setMirrorRoute.match) > 0
	some job in jobs(steps)
	job > mirror
	every index, later in steps {
		before_or_not_exposing(job, index, later)
	}
}

decided(name) if {
	input.model.rollout.strategy == "abTest"
	steps := canary(name).steps
	open := [index | some index, step in steps; is_open(step)]
	count(open) > 0
	every index in open {
		some job in jobs(steps)
		job > index
	}
}

# Every share but the first has to be earned.
decided(name) if {
	input.model.rollout.strategy == "bandit"
	steps := canary(name).steps
	shares := [index | some index, step in steps; exposes(step)]
	count(shares) > 0
	every place, share in array.slice(shares, 1, count(shares)) {
		some job in jobs(steps)
		job > shares[place]
		job < share
	}
}

before_or_not_exposing(job, index, _) if index > job

before_or_not_exposing(_, _, step) if not exposes(step)

# Steps that wait for the word of a job.
jobs(steps) := [index |
	some index, step in steps
	consults(step.analysis)
	some reference in step.analysis.templates
	some metric in manifests.found("AnalysisTemplate", reference.templateName).object.spec.metrics
	is_object(metric.provider.job)
]

# A dry run decides nothing.
consults(analysis) if {
	count(analysis.templates) > 0
	every reference in analysis.templates {
		is_string(reference.templateName)
	}
	object.get(analysis, "dryRun", []) == []
}

# A pause without a duration waits for a person.
holds(step) if step.pause == {}

holds(step) if regex.match(`^[1-9][0-9]*(s|m|h)?$`, step.pause.duration)

holds(step) if num.at_least(step.pause.duration, 1)

holds(step) if consults(step.analysis)

# Shares of traffic are shares of requests only where a router splits them; else they are shares of pods. Istio's VirtualServices have to
# be among the unit's manifests.
routed(name) if {
	istio := canary(name).trafficRouting.istio
	named := array.concat([one.name | one := istio.virtualService], [one.name | some one in istio.virtualServices])
	count(named) > 0
	every virtual_service in named {
		manifests.found("VirtualService", virtual_service)
	}
}

routed(name) if {
	some kind, router in canary(name).trafficRouting
	kind != "istio"
	is_object(router)
	count(router) > 0
}
