# METADATA
# scope: package
# title: Namespace of somebody else
# description: >
#   Every manifest stands in the namespace that the declaration has for this environment: never the default one, nor one that goes unsaid.
# custom:
#   code: serving.namespace_wrong
#   severity: deny
#   message: "{subject} is in {observed}; expected {expected}"
#   fix: Run synth; it writes the namespace of the environment.
package rules.serving.namespace_wrong

import data.lib.manifests

expectation := manifests.environment.namespace

# That all were looked at; whatever is not proven is a subject of its own beside it.
required contains "manifests"

required contains subject if some subject, _ in unproven

passed contains "manifests" if manifests.looked_at

unproven[subject] := manifest if {
	some manifest in input.manifests
	not proven(manifest.object)
	subject := manifests.file(manifest)
}

proven(written) if {
	is_string(expectation)
	expectation != "default"
	written.metadata.namespace == expectation
}

seen(written) := namespace if {
	namespace := written.metadata.namespace
} else := null

facts["manifests"] := {"observed": "nothing", "expected": "the unit's manifests"} if not manifests.looked_at

facts[subject] := {"observed": seen(manifest.object), "expected": expectation, "path": object.get(manifest, "path", null)} if some subject, manifest in unproven
