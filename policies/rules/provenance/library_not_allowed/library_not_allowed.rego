# METADATA
# scope: package
# title: Library that is not allowed
# description: >
#   A judged release was trained with a library that the limits list, whatever its version.
# custom:
#   code: provenance.library_not_allowed
#   severity: deny
#   message: "{subject} is {observed}; expected one of {expected}"
#   fix: Train with another library, or list it in a pull request of its own.
#   limits: [thresholds.training.libraries]
package rules.provenance.library_not_allowed

import data.lib.judged

allowed := object.get(input.thresholds, ["training", "libraries"], null)

not_applicable := "the limits list no libraries" if {
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
	stated := split(release.release.training.library, " ")[0]
	is_string(stated)
	stated in allowed
}

facts[version] := {"observed": observed, "expected": allowed, "path": judged.release_file(version)} if {
	some release in judged.releases
	version := release.version
	version in required
	observed := object.get(judged.recorded(release), ["training", "library"], null)
}
