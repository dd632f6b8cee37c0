# METADATA
# scope: package
# title: Version is not semantic
# description: >
#   Every judged release has a version by Semantic Versioning 2.0.0, without build metadata: order between versions is read from it.
# custom:
#   code: provenance.version_not_semver
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Number the release as in 1.4.0 or 2.0.0-rc.1.
package rules.provenance.version_not_semver

import data.lib.judged

semantic := `^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?$`

required contains release.version if some release in judged.releases

passed contains version if {
	some version in required
	regex.match(semantic, version)
}

facts[version] := {"observed": version, "expected": "major.minor.patch, as in 1.4.0", "path": judged.release_file(version)} if some version in required
