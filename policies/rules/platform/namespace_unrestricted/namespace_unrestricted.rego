# METADATA
# scope: package
# title: Namespace without the restricted standard
# description: >
#   The namespace of each model here, and every other that is declared here, enforces the restricted Pod Security Standard of one version of Kubernetes:
#   what no check of a unit sees, the cluster then refuses.
# custom:
#   code: platform.namespace_unrestricted
#   severity: deny
#   message: "{subject} enforces {observed}; expected {expected}"
#   fix: Run `npx modelgate synth`, which writes the labels.
package rules.platform.namespace_unrestricted

import data.lib.platform

enforce := "pod-security.kubernetes.io/enforce"

version := "pod-security.kubernetes.io/enforce-version"

not_applicable := platform.of_argocd

files := platform.files("", "Namespace")

required contains $"Namespace/{namespace}" if some namespace in platform.namespaces

required contains file if {
	some namespace in platform.namespaces
	some file, _ in files
}

restricted contains file if {
	some file, manifest in files
	labels := manifest.object.metadata.labels
	labels[enforce] == "restricted"
	regex.match(`^v1\.[0-9]+$`, labels[version])
}

passed contains file if {
	some file in required
	file in restricted
}

passed contains $"Namespace/{namespace}" if {
	some namespace in platform.namespaces
	some file in restricted
	files[file].object.metadata.name == namespace
}

facts[subject] := {"observed": observed, "expected": "restricted, of a version such as v1.35", "path": path} if {
	some subject in required
	path := object.get(files, [subject, "path"], $"synth/{input.platform.environment}/_platform")
	observed := [object.get(files, [subject, "object", "metadata", "labels", label], null) | some label in [enforce, version]]
}
