# METADATA
# scope: package
# title: Manifest without an owner
# description: >
#   Every manifest says which team owns it and whom to write to, as the declaration does.
# custom:
#   code: serving.owner_missing
#   severity: deny
#   message: "{subject} says {observed}; expected {expected}"
#   fix: Run synth; it writes owner and contact of the declaration.
package rules.serving.owner_missing

import data.lib.manifests

expectation := {"owner": input.model.owner.team, "contact": input.model.owner.email}

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
	written.metadata.labels["modelgate.dev/owner"] == expectation.owner
	written.metadata.annotations["modelgate.dev/contact"] == expectation.contact
}

seen(written) := {"owner": object.get(metadata, ["labels", "modelgate.dev/owner"], null), "contact": object.get(metadata, ["annotations", "modelgate.dev/contact"], null)} if {
	metadata := written.metadata
} else := null

facts["manifests"] := {"observed": "nothing", "expected": "the unit's manifests"} if not manifests.looked_at

facts[subject] := {"observed": seen(manifest.object), "expected": expectation, "path": object.get(manifest, "path", null)} if some subject, manifest in unproven
