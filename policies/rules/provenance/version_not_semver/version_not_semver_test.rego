package rules.provenance.version_not_semver_test

import data.rules.provenance.version_not_semver

unit(version) := {"model": {"id": "churn"}, "stable": {"version": version}, "candidate": null}

test_semantic_versions_pass if {
	every version in ["0.0.0", "1.4.0", "2.0.0-rc.1", "1.0.0-alpha-2", "1.0.0-0.3.7"] {
		version_not_semver.passed == {version} with input as unit(version)
	}
}

test_other_versions_are_not_proven if {
	every version in ["1", "1.0", "v1.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+build", "latest", ""] {
		version_not_semver.required - version_not_semver.passed == {version} with input as unit(version)
		version_not_semver.facts[version].observed == version with input as unit(version)
	}
}
