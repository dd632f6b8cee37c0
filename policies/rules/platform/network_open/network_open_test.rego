package rules.platform.network_open_test

import data.rules.platform.network_open

closed := {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}

policy(name, spec) := {
	"path": $"synth/prod/_platform/NetworkPolicy.{name}.yaml",
	"object": {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": name, "namespace": "models-prod"}, "spec": spec},
}

shared(manifests) := {"platform": {"environment": "prod", "namespaces": ["models-prod"]}, "manifests": manifests}

bus := policy("bus", {"podSelector": {"matchLabels": {"app": "bus"}}, "policyTypes": ["Ingress"], "ingress": [{}]})

test_walls_and_a_door_for_some_pods_pass if {
	network_open.required == {"NetworkPolicy/models-prod", "NetworkPolicy.deny.yaml", "NetworkPolicy.bus.yaml"} with input as shared([policy("deny", closed), bus])
	network_open.passed == network_open.required with input as shared([policy("deny", closed), bus])
	network_open.passed == network_open.required with input as shared([policy("deny", object.union(closed, {"ingress": [], "egress": []}))])
}

test_walls_with_a_hole_are_not_proven if {
	every changed in [
		{"ingress": [{}]},
		{"egress": [{}]},
		{"policyTypes": ["Ingress"]},
		{"policyTypes": []},
		{"policyTypes": null},
		{"podSelector": null},
		{"podSelector": {"matchLabels": {}}},
	] {
		spec := object.union(object.remove(closed, object.keys(changed)), changed)
		network_open.required - network_open.passed == {"NetworkPolicy/models-prod", "NetworkPolicy.deny.yaml"} with input as shared([policy("deny", spec)])
	}
}

test_walls_that_are_not_there_are_not_proven if {
	network_open.required - network_open.passed == {"NetworkPolicy/models-prod"} with input as shared([bus])
	network_open.facts["NetworkPolicy/models-prod"] == {
		"observed": "absent, or lets something through",
		"expected": "a policy that denies all, and others for some pods only",
		"path": "synth/prod/_platform",
	} with input as shared([bus])
	moved := object.union(policy("deny", closed), {"object": {"metadata": {"namespace": "other"}}})
	network_open.required - network_open.passed == {"NetworkPolicy/models-prod"} with input as shared([moved])
}

test_a_door_for_all_pods_is_not_proven if {
	open := policy("open", {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}]})
	network_open.required - network_open.passed == {"NetworkPolicy.open.yaml"} with input as shared([policy("deny", closed), open])
	network_open.facts["NetworkPolicy.open.yaml"].observed == open.object.spec with input as shared([open])
	network_open.facts["NetworkPolicy.open.yaml"].path == open.path with input as shared([open])
}

test_it_is_not_about_argo_cd if {
	argocd := object.union(shared([bus]), {"platform": {"environment": null}})
	network_open.not_applicable == "this is about what an environment shares" with input as argocd
	network_open.required == set() with input as argocd
	not network_open.not_applicable with input as shared([])
}
