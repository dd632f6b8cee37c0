# METADATA
# scope: package
# title: Metric worse than before
# description: >
#   A candidate is held against the stable release that it would replace; a stable release that is new here, against the one that it
#   replaced. Going back is always possible: a rollback may be worse. A metric with neither a floor nor a ceiling, or with both, may not move
#   further than its limit in either direction.
# custom:
#   code: metrics.regressed
#   severity: deny
#   message: "{subject} got worse by {observed}; at most {expected} is allowed"
#   fix: Improve the model, or raise the limit in a pull request of its own.
#   limits: [thresholds.metrics.maxRegression]
package rules.metrics.regressed

import data.lib.judged
import data.lib.metrics
import data.lib.num

limits := input.thresholds.metrics.maxRegression

not_applicable := "no metric has a limit of regression" if limits == {}

not_applicable := "no release is new here, or the new one is a rollback" if {
	limits != {}
	comparisons == []
}

comparisons := array.concat(
	[{"newer": candidate, "baseline": input.stable} |
		candidate := input.candidate
		candidate != null
		candidate.version != input.stable.version
	],
	[{"newer": input.stable, "baseline": incumbent.stable} |
		incumbent := input.incumbent
		incumbent != null
		incumbent.stable.version != input.stable.version
		input.change.rolledBack == false
	],
)

required contains subject if some subject, _ in limited

limited[subject] := {"newer": comparison.newer, "baseline": comparison.baseline, "name": name, "limit": limit} if {
	some comparison in comparisons
	some name, limit in limits
	subject := $"{comparison.newer.version}/{name}"
}

loss(here) := metrics.worsened(here.name, value, before) if {
	value := here.newer.evaluation.metrics[here.name].value
	before := here.baseline.evaluation.metrics[here.name].value
	is_number(value)
	is_number(before)
}

passed contains subject if {
	some subject, here in limited
	num.computed_at_most(loss(here), here.limit, 1)
}

facts[subject] := {"observed": shown(here), "expected": here.limit, "path": judged.evaluation_file(here.newer.version)} if {
	some subject, here in limited
}

shown(here) := value if {
	value := num.rounded(loss(here))
} else := null
