# METADATA
# scope: package
# title: Kind that a unit may not hold
# description: >
#   Every manifest of the unit is of a kind that a model may bring: no rights, no namespace, nothing of the cluster as a whole.
# custom:
#   code: serving.kind_not_allowed
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Leave what belongs to the platform to the platform.
package rules.serving.kind_not_allowed

import data.lib.kinds
import data.lib.manifests

expectation := "a kind that a model may bring"

# That all were looked at; whatever is not proven is a subject of its own beside it.
required contains "manifests"

required contains subject if some subject, _ in unproven

passed contains "manifests" if manifests.looked_at

unproven[subject] := manifest if {
	some manifest in input.manifests
	not proven(manifest.object)
	subject := manifests.file(manifest)
}

proven(written) if $"{manifests.group_of(written)}/{written.kind}" in kinds.known

facts["manifests"] := {"observed": "nothing", "expected": "the unit's manifests"} if not manifests.looked_at

facts[subject] := {"observed": seen(manifest.object), "expected": expectation, "path": object.get(manifest, "path", null)} if some subject, manifest in unproven

seen(written) := $"{written.apiVersion} {written.kind}" if {
	written.kind
	written.apiVersion
} else := "unknown"
