# METADATA
# scope: package
# title: Kind that is not shared
# description: >
#   What an environment shares, and what tells Argo CD what to apply, is of the kinds that synthesis writes there. Nothing else gets in with them: no
#   Secret, nothing that holds in the whole cluster but the namespace, and no pods of another kind.
# custom:
#   code: platform.kind_not_allowed
#   severity: deny
#   message: "{subject} is {observed}; expected one of {expected}"
#   fix: Take the file out, and run `npx modelgate synth`.
package rules.platform.kind_not_allowed

import data.lib.manifests

shared := {
	"/ConfigMap", "/Namespace", "/ServiceAccount",
	"argoproj.io/CronWorkflow", "argoproj.io/EventBus", "argoproj.io/EventSource", "argoproj.io/Sensor", "argoproj.io/WorkflowTemplate",
	"cert-manager.io/Certificate",
	"external-secrets.io/ExternalSecret",
	"monitoring.coreos.com/AlertmanagerConfig", "monitoring.coreos.com/PodMonitor",
	"networking.istio.io/Gateway", "networking.istio.io/Sidecar",
	"networking.k8s.io/NetworkPolicy",
	"rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/RoleBinding",
	"security.istio.io/AuthorizationPolicy", "security.istio.io/PeerAuthentication",
	"telemetry.istio.io/Telemetry",
}

argocd := {"/ConfigMap", "argoproj.io/AppProject", "argoproj.io/Application", "argoproj.io/ApplicationSet"}

allowed := shared if is_string(input.platform.environment)

allowed := argocd if input.platform.environment == null

required contains "manifests" if input.platform

required contains subject if some subject, _ in judged

judged[subject] := manifest if {
	some manifest in input.manifests
	subject := manifests.file(manifest)
}

passed contains "manifests" if manifests.looked_at

passed contains subject if {
	some subject, manifest in judged
	kind_of(manifest) in allowed
}

kind_of(manifest) := $"{manifests.group_of(manifest.object)}/{manifest.object.kind}"

facts[subject] := {"observed": kind_of(manifest), "expected": sort(allowed), "path": manifest.path} if {
	some subject, manifest in judged
	not subject in passed
}
