# METADATA
# scope: package
# title: Namespace without walls
# description: >
#   In the namespace of each model here one NetworkPolicy holds for all pods and lets nothing in or out, and no other opens anything for all of
#   them at once: each unit opens what it needs for itself.
# custom:
#   code: platform.network_open
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Run `npx modelgate synth`, which writes the policy.
package rules.platform.network_open

import data.lib.platform

not_applicable := platform.of_argocd

files := platform.files("networking.k8s.io", "NetworkPolicy")

required contains $"NetworkPolicy/{namespace}" if some namespace in platform.namespaces

required contains file if {
	some namespace in platform.namespaces
	some file, _ in files
}

# For all pods, both ways, and without a rule.
closed contains file if {
	some file, manifest in files
	spec := manifest.object.spec
	spec.podSelector == {}
	{direction | some direction in spec.policyTypes} == {"Ingress", "Egress"}
	object.get(spec, "ingress", []) == []
	object.get(spec, "egress", []) == []
}

# For some pods, by their labels.
narrow contains file if {
	some file, manifest in files
	count(manifest.object.spec.podSelector.matchLabels) > 0
}

passed contains file if {
	some file in required
	file in (closed | narrow)
}

passed contains $"NetworkPolicy/{namespace}" if {
	some namespace in platform.namespaces
	some file in closed
	files[file].object.metadata.namespace == namespace
}

facts[subject] := {"observed": observed, "expected": "a policy that denies all, and others for some pods only", "path": path} if {
	some subject in required
	path := object.get(files, [subject, "path"], $"synth/{input.platform.environment}/_platform")
	observed := object.get(files, [subject, "object", "spec"], "absent, or lets something through")
}
