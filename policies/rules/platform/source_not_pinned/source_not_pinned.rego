# METADATA
# scope: package
# title: Application of another source
# description: >
#   All Applications and ApplicationSets take what they apply from one repository and one branch of it, which they name, into a project whose name they begin; and
#   none takes an empty folder for the wish to delete everything.
# custom:
#   code: platform.source_not_pinned
#   severity: deny
#   message: "{subject} takes {observed}; expected {expected}"
#   fix: Run `npx modelgate synth`, which writes the one source.
package rules.platform.source_not_pinned

import data.lib.manifests
import data.lib.platform

not_applicable := platform.of_environment

sets := platform.files("argoproj.io", "ApplicationSet")

files := object.union(platform.files("argoproj.io", "Application"), sets)

required contains "manifests" if input.platform.environment == null

required contains file if {
	input.platform.environment == null
	some file, _ in files
}

passed contains "manifests" if {
	"manifests" in required
	manifests.looked_at
}

# What an application is made of: of a set, its template.
spec_of(manifest) := manifest.object.spec.template.spec if {
	manifest.object.kind == "ApplicationSet"
} else := manifest.object.spec

# Every source that is named anywhere, as [repository, revision]. A generator says `revision`.
sources[file] contains source if {
	some file, manifest in files
	walk(manifest.object.spec, [_, value])
	repository := value.repoURL
	source := [repository, object.get(value, "targetRevision", object.get(value, "revision", null))]
}

everywhere := union({named | some named in sources})

# A branch or a commit that is named: no HEAD, no range of versions.
pinned := `^[A-Za-z0-9][A-Za-z0-9._/-]*$`

passed contains file if {
	some file, manifest in files
	file in required
	count(everywhere) == 1
	[[repository, revision]] := [source | some source in sources[file]]
	startswith(repository, "https://")
	regex.match(pinned, revision)
	upper(revision) != "HEAD"
	spec := spec_of(manifest)
	spec.source.repoURL == repository
	object.get(spec, "sources", null) == null
	regex.match(`^[a-z][a-z0-9-]*`, spec.project)
	spec.project != "default"
	object.get(spec, ["syncPolicy", "automated", "allowEmpty"], false) == false
}

facts[file] := {"observed": observed, "expected": "one repository and branch, the same everywhere, and a project by name", "path": manifest.path} if {
	some file, manifest in files
	input.platform.environment == null
	observed := {"sources": sort(object.get(sources, file, set())), "project": object.get(spec_of(manifest), "project", null)}
}
