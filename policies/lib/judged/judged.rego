# METADATA
# scope: package
# title: Judged releases
# description: The releases that a unit answers for, and where their files lie.
package lib.judged

# What serves and, beside it, what is being rolled out. Anything but null counts as a candidate, so that a damaged one is judged.
releases := array.concat([input.stable], [input.candidate | input.candidate != null])

versions contains release.version if some release in releases

# The release whose image the manifests must carry: the candidate's, because a Rollout keeps the stable pods by itself.
served := releases[count(releases) - 1]

# The files of a release, empty where one is absent: object.get of null is an error, and an error would drop the subject.
evaluation(release) := release.evaluation if {
	is_object(release.evaluation)
} else := {}

recorded(release) := release.release if {
	is_object(release.release)
} else := {}

# null for a release without a card as for one whose file is absent.
cards := [object.get(release, "card", null) | some release in releases]

no_card if {
	every card in cards {
		card == null
	}
	count(cards) > 0
}

card_file := $"models/{input.model.id}/card.yaml"

release_file(version) := $"models/{input.model.id}/versions/{version}/release.yaml"

evaluation_file(version) := $"models/{input.model.id}/versions/{version}/evaluation.json"

releases_file := $"models/{input.model.id}/releases.yaml"
