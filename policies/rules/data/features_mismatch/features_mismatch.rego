# METADATA
# scope: package
# title: Trained on other features than served
# description: >
#   Every feature of a judged release is one that a declared feature view has at the commit of its registry: what is served is what was
#   trained on.
# custom:
#   code: data.features_mismatch
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Name the views, at the commit, that the release was trained on.
package rules.data.features_mismatch

import data.lib.judged

views := object.get(input.model, ["data", "featureViews"], [])

not_applicable := "the declaration names no feature view" if {
	input.model
	views == []
}

served contains feature if {
	some view in views
	some feature in view.features
}

required contains subject if some subject, _ in trained

trained[subject] := {"feature": feature, "path": judged.release_file(release.version)} if {
	views != []
	some release in judged.releases
	some feature in object.get(judged.recorded(release), "features", [null])
	subject := $"{release.version}/{feature}"
}

passed contains subject if {
	some subject, here in trained
	is_string(here.feature)
	here.feature in served
}

facts[subject] := {"observed": "in no view", "expected": sort([object.get(view, "name", null) | some view in views]), "path": here.path} if {
	some subject, here in trained
	not subject in passed
}
