# METADATA
# scope: package
# title: Metric below its floor
# description: >
#   Every metric that has a floor is measured in every judged release and reaches it.
# custom:
#   code: metrics.below_floor
#   severity: deny
#   message: "{subject} is {observed}; its floor is {expected}"
#   fix: Improve the model, or change the floor in a pull request of its own.
#   limits: [thresholds.metrics.floors]
package rules.metrics.below_floor

import data.lib.judged
import data.lib.num

floors := input.thresholds.metrics.floors

not_applicable := "no metric has a floor" if floors == {}

required contains subject if some subject, _ in limited

limited[subject] := {"release": release, "name": name, "limit": limit} if {
	some release in judged.releases
	some name, limit in floors
	subject := $"{release.version}/{name}"
}

passed contains subject if {
	some subject, here in limited
	num.at_least(here.release.evaluation.metrics[here.name].value, here.limit)
}

facts[subject] := {"observed": observed, "expected": here.limit, "path": judged.evaluation_file(here.release.version)} if {
	some subject, here in limited
	observed := object.get(judged.evaluation(here.release), ["metrics", here.name, "value"], null)
}
