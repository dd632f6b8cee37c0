# METADATA
# scope: package
# title: Network policy that lets everything through
# description: >
#   Every NetworkPolicy of the unit says which directions it is about, of every way in where from, and of every way out which ports.
# custom:
#   code: serving.network_open
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Name who may call, and the ports that the pods may call.
package rules.serving.network_open

import data.lib.manifests
import data.lib.num

expectation := "policyTypes, a from at every way in, ports at every way out"

judged[subject] := manifest if {
	some manifest in manifests.of("networking.k8s.io", "NetworkPolicy")
	subject := manifests.file(manifest)
}

not_applicable := "the unit has no NetworkPolicy; another check asks for them" if {
	manifests.looked_at
	judged == {}
}

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, manifest in judged
	spec := manifest.object.spec
	types := {type | some type in spec.policyTypes}
	count(types) > 0
	types - {"Egress", "Ingress"} == set()
	every way in ways(spec, "ingress") {
		count(way.from) > 0
		every peer in way.from {
			named(peer)
		}
	}
	every way in ways(spec, "egress") {
		every peer in object.get(way, "to", [{"podSelector": {}}]) {
			is_peer(peer)
		}
		is_array(object.get(way, "to", []))
		count(way.ports) > 0
		every port in way.ports {
			num.at_least(port.port, 1)
			object.get(port, "endPort", port.port) == port.port
		}
	}
}

# Whatever stands there: what is no list proves nothing.
ways(spec, direction) := list if {
	list := object.get(spec, direction, [])
	is_array(list)
}

# A peer as Kubernetes writes one.
is_peer(peer) if {
	count(peer) > 0
	every key, value in peer {
		key in {"ipBlock", "namespaceSelector", "podSelector"}
		is_object(value)
		is_object(object.get(value, "matchLabels", {}))
	}
}

# A peer that is some, not all.
named(peer) if {
	is_peer(peer)
	object.get(peer, "namespaceSelector", "none") != {}
	endswith(object.get(peer, ["ipBlock", "cidr"], ""), "/0") == false
}

seen(spec) := {field: object.get(spec, field, null) | some field in ["policyTypes", "ingress", "egress"]}

facts[subject] := {"observed": seen(manifest.object.spec), "expected": expectation, "path": object.get(manifest, "path", null)} if {
	some subject, manifest in judged
	not subject in passed
}
