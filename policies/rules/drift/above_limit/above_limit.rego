# METADATA
# scope: package
# title: Evaluated data has drifted
# description: >
#   The distance between the training reference and the evaluated data is within its limit: of every feature, and as a whole. The score is the
#   largest distance among the features; every feature that the model takes is measured, once.
# custom:
#   code: drift.above_limit
#   severity: deny
#   message: "{subject}: drift is {observed}; its limit is {expected}"
#   fix: Train again on newer data, or look for the cause in the named features.
#   limits: [thresholds.drift.maxScore]
package rules.drift.above_limit

import data.lib.judged
import data.lib.num

limit := input.thresholds.drift.maxScore

required contains subject if {
	some release in judged.releases
	subject := $"{release.version}/score"
}

required contains subject if some subject, _ in features

features[subject] := {"release": release, "name": name} if {
	some release in judged.releases
	some name in names(release)
	subject := $"{release.version}/features/{name}"
}

# Those that the model takes, and those that were measured.
names(release) := {name | some name in release.release.features} | {feature.name | some feature in release.evaluation.drift.features}

rows(release, name) := [feature | some feature in release.evaluation.drift.features; feature.name == name]

sizes(release) := [feature.effectSize | some feature in release.evaluation.drift.features]

passed contains subject if {
	some release in judged.releases
	subject := $"{release.version}/score"
	score := release.evaluation.drift.score
	num.between(score, 0, limit)
	num.near(score, max(sizes(release)), input.thresholds.metrics.tolerance)
}

passed contains subject if {
	some subject, here in features
	found := rows(here.release, here.name)
	count(found) == 1
	num.between(found[0].effectSize, 0, limit)
}

facts[subject] := {"observed": observed, "expected": limit, "path": judged.evaluation_file(release.version)} if {
	some release in judged.releases
	subject := $"{release.version}/score"
	observed := object.get(judged.evaluation(release), ["drift", "score"], null)
}

facts[subject] := {"observed": shown(rows(here.release, here.name)), "expected": limit, "path": judged.evaluation_file(here.release.version)} if {
	some subject, here in features
	not subject in passed
}

shown(found) := found[0].effectSize if {
	count(found) == 1
} else := $"measured {count(found)} times"
