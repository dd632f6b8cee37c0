# METADATA
# scope: package
# title: Calls without mutual TLS
# description: >
#   Every DestinationRule of the unit asks for the mesh's mutual TLS, or for TLS towards hosts outside, and no PeerAuthentication accepts
#   plain text.
# custom:
#   code: serving.mesh_plaintext
#   severity: deny
#   message: "{subject} has the mode {observed}; expected {expected}"
#   fix: Set the mode to ISTIO_MUTUAL, and PeerAuthentication to STRICT.
package rules.serving.mesh_plaintext

import data.lib.manifests

expectation := "ISTIO_MUTUAL, or SIMPLE or MUTUAL towards a host outside; STRICT for a PeerAuthentication"

judged[subject] := manifest if {
	some manifest in traffic
	subject := manifests.file(manifest)
}

not_applicable := "the unit has no DestinationRule and no PeerAuthentication" if {
	manifests.looked_at
	judged == {}
}

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, manifest in judged
	modes := modes_of(manifest.object)
	is_string(object.get(manifest.object.spec, "host", "every pod"))
	count(modes) > 0
	every mode in modes {
		mode in allowed(manifest.object)
	}
}

traffic := array.concat(manifests.of("networking.istio.io", "DestinationRule"), manifests.of("security.istio.io", "PeerAuthentication"))

# Every mode that is written anywhere in it; null where the rule as a whole says none.
modes_of(rule) := array.concat([stated(rule)], [mode | walk(rule.spec, [path, mode]); path[count(path) - 1] == "mode"])

stated(rule) := mode if {
	some key in ["tls", "mtls"]
	policy := object.get(rule, ["spec", "trafficPolicy"], object.get(rule, "spec", {}))
	mode := policy[key].mode
} else := null

allowed(rule) := {"STRICT"} if {
	rule.kind == "PeerAuthentication"
} else := {"ISTIO_MUTUAL", "SIMPLE", "MUTUAL"} if {
	outside(rule.spec.host)
} else := {"ISTIO_MUTUAL"}

# A full name that is not the cluster's own.
outside(host) if {
	contains(host, ".")
	endswith(host, ".cluster.local") == false
	endswith(host, ".svc") == false
}

facts[subject] := {"observed": modes_of(manifest.object), "expected": expectation, "path": object.get(manifest, "path", null)} if {
	some subject, manifest in judged
	not subject in passed
}
