# METADATA
# scope: package
# title: Update that takes pods away first
# description: >
#   Every Deployment of the unit, and every component of a KServe service, replaces its pods by rolling: new ones are added beside the old ones, and none is taken
#   away before another is ready. What is left out doesn't count: Kubernetes would take a quarter of the pods away.
# custom:
#   code: serving.update_not_rolling
#   severity: deny
#   message: "{subject} is updated by {observed}; expected {expected}"
#   fix: Set strategy to RollingUpdate with a maxSurge above 0 and a maxUnavailable of 0, as synth writes it.
package rules.serving.update_not_rolling

import data.lib.manifests
import data.lib.num

expectation := "RollingUpdate with a maxSurge above 0 and a maxUnavailable of 0"

# By subject: the strategy, null where there is none.
judged[manifests.file(manifest)] := {"strategy": strategy, "path": object.get(manifest, "path", null)} if {
	some manifest in manifests.of("apps", "Deployment")
	strategy := object.get(manifest.object, ["spec", "strategy"], null)
}

judged[subject] := {"strategy": strategy, "path": object.get(manifest, "path", null)} if {
	some manifest in manifests.of("serving.kserve.io", "InferenceService")
	some component in ["predictor", "transformer", "explainer"]
	component in object.keys(manifest.object.spec)
	strategy := object.get(manifest.object.spec, [component, "deploymentStrategy"], null)
	subject := $"{manifests.file(manifest)}/{component}"
}

not_applicable := "the unit has no Deployment, and no service of KServe" if {
	manifests.looked_at
	judged == {}
}

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, here in judged
	here.strategy.type == "RollingUpdate"
	surges(here.strategy.rollingUpdate.maxSurge)
	here.strategy.rollingUpdate.maxUnavailable in {0, "0%"}
}

# A number of pods, or a share of them: Kubernetes rounds it up.
surges(surge) if {
	num.whole(surge)
	surge > 0
}

surges(surge) if regex.match(`^[1-9][0-9]{0,3}%$`, surge)

facts[subject] := {"observed": here.strategy, "expected": expectation, "path": here.path} if some subject, here in judged
