# METADATA
# scope: package
# title: Erasures
# description: Which erasures of rows the training data of a judged release does not follow yet. A snapshot follows one when it was taken after that day.
package lib.erasures

import data.lib.judged
import data.lib.num
import data.lib.time

erasures := input.portfolio.erasures

# Training data of every judged release, by subject.
trained[subject] := {
	"dataset": object.get(judged.recorded(release), "dataset", {}),
	"dates": object.get(input, ["dates", release.version], {}),
	"path": judged.release_file(release.version),
} if {
	some release in judged.releases
	subject := $"{release.version}/training data"
}

# Rows were erased from other data: under another name, or of another version of the name.
elsewhere(dataset, erasure) if plain(dataset.name) != plain(erasure.name)

elsewhere(dataset, erasure) if plain(dataset.version) != plain(erasure.version)

# Names differ by more than spelling.
plain(text) := lower(trim_space(text))

# The snapshot says when it was taken: after the day of the erasure, and before the release was made.
followed(here, erasure) if {
	taken := here.dates.dataTaken
	taken.at == here.dataset.takenAt
	num.at_least(time.between(erasure.on, taken), time.day)
	num.at_least(time.between(taken, here.dates.createdAt), 0)
}

settled(here, erasure) if elsewhere(here.dataset, erasure)

settled(here, erasure) if followed(here, erasure)

# The last day is one of those within which the model has to be trained again.
over(erasure) if num.at_least(time.between(erasure.due, input.now), time.day)

pending(erasure) if num.at_most(time.between(erasure.due, input.now), time.day - 1)

# For people: what is asked about, and the erasures that it has to follow.
seen(here) := {field: object.get(here.dataset, field, null) | some field in ["name", "version", "takenAt"]}

unsettled(here) := [erasure |
	some erasure in erasures
	not settled(here, erasure)
]
