# METADATA
# scope: package
# title: Licence that is not allowed
# description: >
#   The data that a judged release was trained on has a licence that the limits list.
# custom:
#   code: data.licence_not_allowed
#   severity: deny
#   message: "{subject} is {observed}; expected one of {expected}"
#   fix: Train on other data, or let the licence be looked at and listed in a pull request of its own.
#   limits: [thresholds.training.licences]
package rules.data.licence_not_allowed

import data.lib.judged

allowed := object.get(input.thresholds, ["training", "licences"], null)

not_applicable := "the limits list no licences" if {
	input.thresholds
	allowed == null
}

required contains release.version if {
	allowed != null
	some release in judged.releases
}

passed contains release.version if {
	some release in judged.releases
	release.version in required
	stated := release.release.dataset.licence
	is_string(stated)
	stated in allowed
}

facts[version] := {"observed": observed, "expected": allowed, "path": judged.release_file(version)} if {
	some release in judged.releases
	version := release.version
	version in required
	observed := object.get(judged.recorded(release), ["dataset", "licence"], null)
}
