# METADATA
# scope: package
# title: Data that fails its contract
# description: >
#   Of the rows that each suite of checks looked at, at least the share that the contract asks for passed.
# custom:
#   code: data.quality_below_floor
#   severity: deny
#   message: "{subject} passed {observed}; expected at least {expected}"
#   fix: Repair the data, or agree on another contract in a pull request of its own.
package rules.data.quality_below_floor

import data.lib.judged
import data.lib.num

contract := object.get(input.model, ["data", "contract"], null)

not_applicable := "the declaration has no data contract" if {
	input.model
	contract == null
}

required contains subject if some subject, _ in suites

suites[subject] := {"suite": suite, "path": judged.evaluation_file(release.version)} if {
	contract != null
	some release in judged.releases
	some suite in object.get(judged.evaluation(release), "suites", [null])
	subject := $"{release.version}/{name_of(suite)}"
}

# An evaluation that lists no suite at all.
suites[subject] := {"suite": null, "path": judged.evaluation_file(release.version)} if {
	contract != null
	some release in judged.releases
	object.get(judged.evaluation(release), "suites", [null]) == []
	subject := $"{release.version}/suites"
}

passed contains subject if {
	some subject, here in suites
	num.counted(here.suite.passed)
	num.counted(here.suite.failed)
	total := here.suite.passed + here.suite.failed
	total > 0
	num.computed_at_most(contract.qualityFloor * total, here.suite.passed, total)
}

facts[subject] := {"observed": observed(here.suite), "expected": object.get(contract, "qualityFloor", null), "path": here.path} if some subject, here in suites

observed(suite) := shown if {
	shown := num.shown(suite.passed, suite.passed + suite.failed)
} else := null

name_of(suite) := suite.name if {
	is_string(suite.name)
} else := "suites"
