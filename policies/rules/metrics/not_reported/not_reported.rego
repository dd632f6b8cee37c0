# METADATA
# scope: package
# title: Required metric not reported
# description: >
#   Every metric that the limits require is in the evaluation of every judged release, as a number.
# custom:
#   code: metrics.not_reported
#   severity: deny
#   message: "{subject} is not reported; expected {expected}"
#   fix: Evaluate the release again and report the metric.
#   limits: [thresholds.metrics.required]
package rules.metrics.not_reported

import data.lib.judged

names := input.thresholds.metrics.required

not_applicable := "no metric is required" if names == []

required contains subject if some subject, _ in wanted

wanted[subject] := {"release": release, "name": name} if {
	some release in judged.releases
	some name in names
	subject := $"{release.version}/{name}"
}

passed contains subject if {
	some subject, here in wanted
	is_number(here.release.evaluation.metrics[here.name].value)
}

facts[subject] := {"observed": observed, "expected": "a number", "path": judged.evaluation_file(here.release.version)} if {
	some subject, here in wanted
	observed := object.get(judged.evaluation(here.release), ["metrics", here.name, "value"], null)
}
