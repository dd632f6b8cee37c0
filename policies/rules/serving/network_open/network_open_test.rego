package rules.serving.network_open_test

import data.lib.units_test as units
import data.rules.serving.network_open

written(spec) := units.unit([units.manifest("networking.k8s.io/v1", "NetworkPolicy", "churn", spec)])

test_what_is_right_passes if {
	every spec in [
		{"policyTypes": ["Ingress", "Egress"]},
		{"policyTypes": ["Ingress"]},
		{"policyTypes": ["Egress", "Ingress"], "ingress": [{"from": [{"namespaceSelector": {"matchLabels": {"a": "b"}}}]}], "egress": [{"ports": [{"port": 443}]}]},
		{"policyTypes": ["Ingress", "Egress"], "ingress": [{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]},
	] {
		network_open.passed == {"NetworkPolicy.churn.yaml"} with input as written(spec)
		network_open.facts == {} with input as written(spec)
	}
}

test_anything_else_is_not_proven if {
	every spec in [
		{"policyTypes": ["Ingress", "Egress"], "egress": [{}]},
		{"policyTypes": ["All"]},
		{"policyTypes": []},
		{"policyTypes": null},
		{},
		{"policyTypes": ["Ingress", "Egress"], "ingress": [{}]},
		{"policyTypes": ["Ingress", "Egress"], "ingress": [{"from": []}]},
		{"policyTypes": ["Ingress", "Egress"], "ingress": [{"from": [{"namespaceSelector": {}}]}]},
		{"policyTypes": ["Ingress", "Egress"], "ingress": [{"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]},
		{"policyTypes": ["Ingress", "Egress"], "egress": [{"to": [{"podSelector": {}}]}]},
		{"policyTypes": ["Ingress", "Egress"], "egress": [{"ports": [{"port": 1, "endPort": 65535}]}]},
		{"policyTypes": ["Ingress", "Egress"], "egress": [{"ports": [{"protocol": "TCP"}]}]},
		{"policyTypes": ["Ingress", "Egress"], "egress": [{"to": null, "ports": [{"port": 443}]}]},
		{"policyTypes": ["Ingress", "Egress"], "egress": [{"to": [null], "ports": [{"port": 443}]}]},
		{"policyTypes": ["Ingress", "Egress"], "ingress": [{"from": [{"namespaceSelector": null}]}]},
		{"policyTypes": ["Ingress", "Egress"], "ingress": [{"from": [{"namespaceSelector": {"matchLabels": null}}]}]},
		{"policyTypes": ["Ingress", "Egress"], "egress": "all"},
	] {
		network_open.required - network_open.passed == {"NetworkPolicy.churn.yaml"} with input as written(spec)
		object.keys(network_open.facts) == {"NetworkPolicy.churn.yaml"} with input as written(spec)
	}
}

test_nothing_to_judge_is_said_and_only_then if {
	network_open.not_applicable == "the unit has no NetworkPolicy; another check asks for them" with input as units.unit([units.deployment({}, {})])
	not network_open.not_applicable with input as written({"policyTypes": ["Ingress", "Egress"], "egress": [{}]})
	not network_open.not_applicable with input as units.unit([])
	not network_open.not_applicable with input as {}
}

test_every_peer_and_every_port_is_looked_at if {
	some_peer := {"podSelector": {"matchLabels": {"a": "b"}}}
	every spec in [
		{"policyTypes": ["Ingress"], "ingress": [{"from": [some_peer, {"namespaceSelector": {}}]}]},
		{"policyTypes": ["Ingress"], "ingress": [{"from": [{}]}]},
		{"policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": {}, "other": {}}]}]},
		{"policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": "all"}]}]},
		{"policyTypes": ["Egress"], "egress": [{"ports": []}]},
		{"policyTypes": ["Egress"], "egress": [{"ports": [{"port": 443}, {}]}]},
		{"policyTypes": ["Egress"], "egress": [{"ports": [{"port": 0}]}]},
		{"policyTypes": ["Egress"], "egress": [{"ports": [{"port": "https"}]}]},
		{"policyTypes": ["Egress"], "egress": [{"to": {}, "ports": [{"port": 443}]}]},
		{"policyTypes": ["Egress"], "egress": [{"to": {"a": some_peer}, "ports": [{"port": 443}]}]},
		{"policyTypes": ["Ingress"], "ingress": {"a": {"from": [some_peer]}}},
	] {
		network_open.required - network_open.passed == {"NetworkPolicy.churn.yaml"} with input as written(spec)
	}
	every spec in [
		{"policyTypes": ["Egress"], "egress": [{"ports": [{"port": 1}]}]},
		{"policyTypes": ["Ingress"], "ingress": [{"from": [{"podSelector": {}}]}]},
	] {
		network_open.passed == {"NetworkPolicy.churn.yaml"} with input as written(spec)
	}
}
