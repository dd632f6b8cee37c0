# METADATA
# scope: package
# title: Mesh that takes plain text
# description: >
#   In the namespace of each model here one PeerAuthentication asks all pods for mutual TLS, and every other that is declared here asks for it as
#   well, on every port.
# custom:
#   code: platform.mesh_not_strict
#   severity: deny
#   message: "{subject} asks for {observed}; expected {expected}"
#   fix: Run `npx modelgate synth`, which writes it.
package rules.platform.mesh_not_strict

import data.lib.platform

not_applicable := platform.of_argocd

files := platform.files("security.istio.io", "PeerAuthentication")

required contains $"PeerAuthentication/{namespace}" if some namespace in platform.namespaces

required contains file if {
	some namespace in platform.namespaces
	some file, _ in files
}

strict contains file if {
	some file, manifest in files
	spec := manifest.object.spec
	spec.mtls.mode == "STRICT"
	object.get(spec, "portLevelMtls", {}) == {}
}

passed contains file if {
	some file in required
	file in strict
}

passed contains $"PeerAuthentication/{namespace}" if {
	some namespace in platform.namespaces
	some file in strict
	files[file].object.metadata.namespace == namespace
	object.keys(files[file].object.spec) == {"mtls"}
}

facts[subject] := {"observed": observed, "expected": "mutual TLS, STRICT, on every port", "path": path} if {
	some subject in required
	path := object.get(files, [subject, "path"], $"synth/{input.platform.environment}/_platform")
	observed := object.get(files, [subject, "object", "spec"], null)
}
