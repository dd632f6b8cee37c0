# METADATA
# scope: package
# title: Too many models rolling out at once
# description: >
#   A model whose candidate is being rolled out is one of as many models of its environment as the limits let roll out at one time: a share of them, or a few
#   where there are few. A candidate that the change brings is denied, one that already runs is warned.
# custom:
#   code: portfolio.too_many_rollouts
#   severity: deny
#   settled: warn
#   message: "{subject} is one of {observed} candidates in this environment; expected at most {expected}"
#   fix: Wait until other candidates are stable or taken back.
#   limits: [thresholds.rollout.maxConcurrent]
package rules.portfolio.too_many_rollouts

import data.lib.judged
import data.lib.num

limit := object.get(input.thresholds, ["rollout", "maxConcurrent"], null)

not_applicable := "nothing is being rolled out here" if input.candidate == null

not_applicable := "the limits let any number of models roll out at once" if {
	input.candidate != null
	limit == null
}

required contains input.candidate.version if limit != null

# Multiplied, so that no share is rounded.
passed contains version if {
	some version in required
	num.counted(input.portfolio.rollingOut)
	num.at_most(input.portfolio.rollingOut * 100, limit.percent * input.portfolio.models)
}

passed contains version if {
	some version in required
	num.counted(input.portfolio.rollingOut)
	num.at_most(input.portfolio.rollingOut, limit.models)
}

facts[version] := {"observed": observed, "expected": most, "path": judged.releases_file} if {
	some version in required
	observed := object.get(input, ["portfolio", "rollingOut"], null)
}

most := max([limit.models, floor((limit.percent * input.portfolio.models) / 100)]) if {
	is_number(limit.models)
} else := null
