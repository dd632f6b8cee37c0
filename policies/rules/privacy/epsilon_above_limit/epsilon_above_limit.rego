# METADATA
# scope: package
# title: Too little privacy
# description: >
#   A judged release that claims differential privacy, or whose declaration does, reports the privacy that its training cost, and that is
#   within the limits.
# custom:
#   code: privacy.epsilon_above_limit
#   severity: deny
#   message: "{subject} is {observed}; expected at most {expected}"
#   fix: Train with more noise, or for fewer rounds.
#   limits: [thresholds.privacy.maxEpsilon, thresholds.privacy.maxDelta]
package rules.privacy.epsilon_above_limit

import data.lib.judged
import data.lib.num

declared if "differential-privacy" in input.model.privacy.mitigations

required contains subject if some subject, _ in costs

costs[subject] := {"cost": object.get(judged.evaluation(release), ["privacy", name], null), "limit": limit, "path": judged.evaluation_file(release.version)} if {
	some release in judged.releases
	claimed(release)
	some name, key in {"epsilon": "maxEpsilon", "delta": "maxDelta"}
	limit := object.get(input.thresholds, ["privacy", key], null)
	subject := $"{release.version}/{name}"
}

claimed(_) if declared

claimed(release) if "privacy" in object.keys(judged.evaluation(release))

not_applicable := "no release claims differential privacy" if {
	count(judged.releases) > 0
	costs == {}
}

# Without a limit nothing is within it.
passed contains subject if {
	some subject, here in costs
	num.between(here.cost, 0, here.limit)
}

facts[subject] := {"observed": here.cost, "expected": here.limit, "path": here.path} if some subject, here in costs
