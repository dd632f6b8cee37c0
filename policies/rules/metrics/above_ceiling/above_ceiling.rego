# METADATA
# scope: package
# title: Error above its ceiling
# description: >
#   Every metric that has a ceiling is measured in every judged release and stays under it.
# custom:
#   code: metrics.above_ceiling
#   severity: deny
#   message: "{subject} is {observed}; its ceiling is {expected}"
#   fix: Improve the model, or change the ceiling in a pull request of its own.
#   limits: [thresholds.metrics.ceilings]
package rules.metrics.above_ceiling

import data.lib.judged
import data.lib.num

ceilings := input.thresholds.metrics.ceilings

not_applicable := "no metric has a ceiling" if ceilings == {}

required contains subject if some subject, _ in limited

limited[subject] := {"release": release, "name": name, "limit": limit} if {
	some release in judged.releases
	some name, limit in ceilings
	subject := $"{release.version}/{name}"
}

passed contains subject if {
	some subject, here in limited
	num.at_most(here.release.evaluation.metrics[here.name].value, here.limit)
}

facts[subject] := {"observed": observed, "expected": here.limit, "path": judged.evaluation_file(here.release.version)} if {
	some subject, here in limited
	observed := object.get(judged.evaluation(here.release), ["metrics", here.name, "value"], null)
}
