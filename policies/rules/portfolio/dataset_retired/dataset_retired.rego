# METADATA
# scope: package
# title: Retired data set
# description: >
#   No judged release was trained or evaluated on data that policies/datasets.yaml has retired by now: not by name and version, nor by content under another
#   name. What a change brings is denied, what already runs is warned.
# custom:
#   code: portfolio.dataset_retired
#   severity: deny
#   settled: warn
#   message: "{subject} is {observed}; retired is {expected}"
#   fix: Train and evaluate a new version on data that is still in use.
package rules.portfolio.dataset_retired

import data.lib.judged
import data.lib.num

retired := input.portfolio.retiredDatasets

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
	is_array(retired)
	every entry in retired {
		spared(here.dataset, entry)
	}
}

# Its day has not come.
spared(_, entry) if num.at_most(input.now.seconds, entry.on.seconds - 1)

# Other content under another name, or under another version of the name.
spared(dataset, entry) if {
	is_string(dataset.sha256)
	dataset.sha256 != entry.sha256
	plain(dataset.name) != plain(entry.name)
}

spared(dataset, entry) if {
	is_string(dataset.sha256)
	dataset.sha256 != entry.sha256
	plain(dataset.version) != plain(entry.version)
}

# Names differ by more than spelling.
plain(text) := lower(trim_space(text))

facts[subject] := {"observed": observed, "expected": hits(here.dataset), "path": here.path} if {
	some subject, here in datasets
	observed := {field: object.get(here.dataset, field, null) | some field in ["name", "version", "sha256"]}
}

hits(dataset) := [hit |
	some entry in retired
	not spared(dataset, entry)
	hit := object.filter(entry, ["name", "version", "on", "reason"])
]
