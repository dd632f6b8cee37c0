# METADATA
# scope: package
# title: Rollouts
# description: The progressive rollouts of a unit, those that the declaration expects and those that the manifests hold beside them.
package lib.rollouts

import data.lib.manifests
import data.lib.num

expected := {workload.name |
	some workload in manifests.expected_workloads
	workload.kind == "Rollout"
}

held := {manifest.object.metadata.name |
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

canary(name) := manifests.found("Rollout", name).object.spec.strategy.canary

# Names of the AnalysisTemplates that a Rollout consults, all along or in a step.
analyses(name) := {reference.templateName | some reference in canary(name).analysis.templates} | {reference.templateName | some step in canary(name).steps; some reference in step.analysis.templates}

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
	shares := [index | some index, step in steps; num.at_least(step.setWeight, 0.000001)]
	count(shares) > 0
	every place, share in shares {
		next := array.concat(shares, [count(steps)])[place + 1]
		some step in array.slice(steps, share, next)
		consults(step.analysis)
	}
}

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
