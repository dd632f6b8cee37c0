# METADATA
# scope: package
# title: Released facts were rewritten
# description: >
#   release.yaml and evaluation.json of a version that was merged never change again. A version with other facts is another version.
# custom:
#   code: provenance.release_changed
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Restore the files from the base, and give the new facts a new version.
package rules.provenance.release_changed

import data.lib.judged

not_applicable := "no base commit was given to compare with" if input.change.compared == false

required contains version if {
	input.change.compared == true
	some version in judged.versions
}

required contains version if {
	input.change.compared == true
	some version in input.change.rewritten
}

passed contains version if {
	some version in required
	is_array(input.change.rewritten)
	every rewritten in input.change.rewritten {
		rewritten != version
	}
}

facts[version] := {"observed": "changed", "expected": "the bytes of the base", "path": judged.release_file(version)} if {
	some version in required
	not version in passed
}
