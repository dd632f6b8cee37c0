# METADATA
# scope: package
# title: Other inputs without another major version
# description: >
#   A candidate that takes other features than the stable release beside it, or takes them in another order, has another major version: who
#   calls it has to change.
# custom:
#   code: promotion.breaking_change
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Number the candidate with the next major version, and tell its callers.
package rules.promotion.breaking_change

import data.lib.judged

not_applicable := "no candidate is being rolled out" if input.candidate == null

required contains input.candidate.version

passed contains version if {
	some version in required
	candidate := signature(input.candidate)
	candidate == signature(input.stable)
}

passed contains version if {
	some version in required
	count(signature(input.candidate)) > 0
	major(version) != major(input.stable.version)
}

# Names in the order that the model takes them, and the task, which decides what comes back.
signature(release) := array.concat(release.release.features, [release.evaluation.task]) if is_array(release.release.features)

major(version) := number if {
	number := split(version, ".")[0]
	regex.match(`^[0-9]+$`, number)
}

facts[version] := {
	"observed": object.get(judged.recorded(input.candidate), "features", null),
	"expected": $"the features of {input.stable.version}, or another major version",
	"path": judged.release_file(version),
} if some version in required
