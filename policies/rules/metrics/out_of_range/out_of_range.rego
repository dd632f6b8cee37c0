# METADATA
# scope: package
# title: Metric that can not be
# description: >
#   A reported metric lies where a metric of its name can lie (an accuracy from 0 to 1, an error at 0 or above), and within its own
#   interval. A value that can not be would pass a limit in silence.
# custom:
#   code: metrics.out_of_range
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Evaluate the release again; never edit an evaluation.
package rules.metrics.out_of_range

import data.lib.judged
import data.lib.metrics

not_applicable := "no evaluation reports a metric" if {
	judged.releases
	count(reported) == 0
}

required contains subject if some subject, _ in reported

reported[subject] := {"name": name, "entry": entry, "path": judged.evaluation_file(release.version)} if {
	some release in judged.releases
	some name, entry in release.evaluation.metrics
	subject := $"{release.version}/{name}"
}

passed contains subject if {
	some subject, here in reported
	value := here.entry.value
	is_number(value)
	[least, greatest] := metrics.bounds(here.name)
	above(value, least)
	above(greatest, value)
	[low, high] := object.get(here.entry, "interval", [null, null])
	above(value, low)
	above(high, value)
}

# null is no bound.
above(_, null)

above(null, bound) if is_number(bound)

above(value, bound) if {
	is_number(value)
	is_number(bound)
	value >= bound
}

facts[subject] := {"observed": here.entry, "expected": expectation(metrics.bounds(here.name)), "path": here.path} if {
	some subject, here in reported
}

expectation([least, greatest]) := $"a value from {shown(least)} to {shown(greatest)}, within its interval"

shown(bound) := $"{bound}" if bound != null

shown(null) := "any"
