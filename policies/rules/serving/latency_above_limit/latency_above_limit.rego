# METADATA
# scope: package
# title: Prediction too slow
# description: >
#   One prediction call of every judged release, as measured in its evaluation, is within the limits that the service is held to later.
# custom:
#   code: serving.latency_above_limit
#   severity: deny
#   message: "{subject} is {observed} ms; its limit is {expected} ms"
#   fix: Make the model faster, or raise the limit in a pull request of its own.
#   limits: [thresholds.serving.latencyP95Ms, thresholds.serving.latencyP99Ms]
package rules.serving.latency_above_limit

import data.lib.judged
import data.lib.num

required contains subject if some subject, _ in limited

limited[subject] := {"release": release, "percentile": percentile, "limit": limit} if {
	some release in judged.releases
	some percentile, name in {"p95": "latencyP95Ms", "p99": "latencyP99Ms"}
	limit := object.get(input.thresholds, ["serving", name], null)
	subject := $"{release.version}/{percentile}"
}

passed contains subject if {
	some subject, here in limited
	latency := here.release.evaluation.latencyMs
	num.between(latency[here.percentile], 0, here.limit)
	num.at_most(latency.p50, latency.p95)
	num.at_most(latency.p95, latency.p99)
}

facts[subject] := {"observed": observed, "expected": here.limit, "path": judged.evaluation_file(here.release.version)} if {
	some subject, here in limited
	observed := object.get(judged.evaluation(here.release), ["latencyMs", here.percentile], null)
}
