# METADATA
# scope: package
# title: Shared feature view at two commits
# description: >
#   Every feature view that the declaration names is at the same commit of its registry for all models of the environment that use it: a store
#   serves one version of a view, so who moves it moves it for everybody, and the others are served other features than they were trained on.
#   What a change of the declaration brings is denied; a neighbour that was left behind is warned.
# custom:
#   code: portfolio.feature_view_differs
#   severity: deny
#   settled: warn
#   message: "{subject} is at {observed} here; expected one commit, and these have another: {expected}"
#   fix: Move all models that use the view in one pull request, or give its new version a name of its own.
package rules.portfolio.feature_view_differs

views := object.get(input.model, ["data", "featureViews"], [])

catalog := $"synth/catalog/{input.model.id}.json"

not_applicable := "the declaration names no feature view" if views == []

required contains subject if some subject, _ in declared

declared[subject] contains commit if {
	some index, view in views
	subject := object.get(view, "name", $"view {index}")
	commit := object.get(view, "registryCommit", null)
}

used(subject) := object.get(input.portfolio, ["featureViews", subject], [])

# One use, which is this model's own.
passed contains subject if {
	some subject, commits in declared
	[use] := used(subject)
	is_string(use.registryCommit)
	commits == {use.registryCommit}
}

facts[subject] := {"observed": shown(commits), "expected": others(subject, commits), "path": catalog} if some subject, commits in declared

shown(commits) := concat(", ", sort([short | some commit in commits; short := substring(commit, 0, 12)]))

others(subject, commits) := {short: use.models |
	some use in used(subject)
	not use.registryCommit in commits
	short := substring(use.registryCommit, 0, 12)
}
