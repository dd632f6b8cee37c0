# METADATA
# scope: package
# title: Too much traffic for candidates at once
# description: >
#   All candidates that are being rolled out in this environment together can get no larger a share of calls than the limits let them, before any of them is promoted: a share of all
#   models' calls, each model counted alike, or a few models' calls where there are few. Counted is the last share that each rollout hands out, as it is declared;
#   where a candidate takes the stable release's place without steps, all of its calls. A candidate that the change brings is denied, one that already runs is warned.
# custom:
#   code: portfolio.too_much_candidate_traffic
#   severity: deny
#   settled: warn
#   message: "{subject} is one of the candidates that can get {observed} percent of one model's calls together; expected at most {expected}"
#   fix: Wait until other candidates are stable or taken back, or hand out smaller shares.
#   limits: [thresholds.rollout.maxCandidateTraffic]
package rules.portfolio.too_much_candidate_traffic

import data.lib.judged
import data.lib.num

limit := object.get(input.thresholds, ["rollout", "maxCandidateTraffic"], null)

not_applicable := "nothing is being rolled out here" if input.candidate == null

not_applicable := "the limits let candidates have any share of calls" if {
	input.candidate != null
	limit == null
}

required contains input.candidate.version if limit != null

# Percent of one model's calls on both sides, so that no share is rounded.
passed contains version if {
	some version in required
	num.counted(input.portfolio.candidateTraffic)
	num.at_most(input.portfolio.candidateTraffic, limit.percent * input.portfolio.models)
}

passed contains version if {
	some version in required
	num.counted(input.portfolio.candidateTraffic)
	num.at_most(input.portfolio.candidateTraffic, 100 * limit.models)
}

facts[version] := {"observed": observed, "expected": most, "path": judged.releases_file} if {
	some version in required
	observed := object.get(input, ["portfolio", "candidateTraffic"], null)
}

most := greatest if {
	greatest := max([100 * limit.models, limit.percent * input.portfolio.models])
} else := null
