# METADATA
# scope: package
# title: Data set not pinned
# description: >
#   The data that a release was trained on, and the data that it was evaluated on, are named by version and content: a SHA-256, and no version that moves.
# custom:
#   code: data.unpinned
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Name the version and the SHA-256 of the data that was used.
package rules.data.unpinned

import data.lib.judged

# Versions that mean another thing tomorrow.
moving := `(?i)^(latest|newest|current|head|main|master|trunk|develop|dev|nightly|stable|snapshot|unknown|none|null)$`

required contains subject if some subject, _ in datasets

datasets[subject] := {"dataset": dataset, "path": judged.release_file(release.version)} if {
	some release in judged.releases
	dataset := object.get(judged.recorded(release), "dataset", {})
	subject := $"{release.version}/training data"
}

datasets[subject] := {"dataset": dataset, "path": judged.evaluation_file(release.version)} if {
	some release in judged.releases
	dataset := object.get(judged.evaluation(release), "dataset", {})
	subject := $"{release.version}/evaluation data"
}

passed contains subject if {
	some subject, here in datasets
	regex.match(`^[0-9a-f]{64}$`, here.dataset.sha256)
	regex.match(`[0-9A-Za-z]`, here.dataset.version)
	regex.match(moving, here.dataset.version) == false
}

facts[subject] := {"observed": observed, "expected": "a version that stays and a SHA-256", "path": here.path} if {
	some subject, here in datasets
	observed := {field: object.get(here.dataset, field, null) | some field in ["version", "sha256"]}
}
