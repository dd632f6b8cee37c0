# METADATA
# scope: package
# title: API version that goes away
# description: >
#   No manifest is written in a version of its API that the cluster has stopped to serve, or will.
# custom:
#   code: serving.api_deprecated
#   severity: deny
#   message: "{subject} is written in {observed}; expected {expected}"
#   fix: Write the manifest in the current version.
package rules.serving.api_deprecated

import data.lib.manifests

expectation := "a version that stays"

# That all were looked at; whatever is not proven is a subject of its own beside it.
required contains "manifests"

required contains subject if some subject, _ in unproven

passed contains "manifests" if manifests.looked_at

unproven[subject] := manifest if {
	some manifest in input.manifests
	not proven(manifest.object)
	subject := manifests.file(manifest)
}

gone := {
	"admissionregistration.k8s.io/v1beta1", "apps/v1beta1", "apps/v1beta2", "autoscaling/v2beta1", "autoscaling/v2beta2", "batch/v1beta1",
	"batch/v2alpha1", "extensions/v1beta1", "external-secrets.io/v1alpha1", "external-secrets.io/v1beta1", "gateway.networking.k8s.io/v1alpha2",
	"gateway.networking.k8s.io/v1beta1", "networking.istio.io/v1alpha3", "networking.istio.io/v1beta1", "networking.k8s.io/v1beta1",
	"policy/v1beta1", "rbac.authorization.k8s.io/v1beta1", "security.istio.io/v1beta1", "serving.knative.dev/v1alpha1", "serving.knative.dev/v1beta1",
}

proven(written) if {
	is_string(written.apiVersion)
	not written.apiVersion in gone
}

# EnvoyFilter has no other version.
proven(written) if {
	written.apiVersion == "networking.istio.io/v1alpha3"
	written.kind == "EnvoyFilter"
}

seen(written) := version if {
	version := written.apiVersion
} else := null

facts["manifests"] := {"observed": "nothing", "expected": "the unit's manifests"} if not manifests.looked_at

facts[subject] := {"observed": seen(manifest.object), "expected": expectation, "path": object.get(manifest, "path", null)} if some subject, manifest in unproven
