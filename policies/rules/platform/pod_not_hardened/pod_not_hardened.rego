# METADATA
# scope: package
# title: Shared pod that is not hardened
# description: >
#   The pods that an environment shares are held to the rules that a model's pods are held to, by the same checks: each subject ends with the code of the
#   one that it is about. Limits of a tier are not asked for, because what is shared has none.
# custom:
#   code: platform.pod_not_hardened
#   severity: deny
#   message: "{subject}: {observed}; expected {expected}"
#   fix: Run `npx modelgate synth`; `npx modelgate explain CODE` says more about the code at the end of the subject.
package rules.platform.pod_not_hardened

import data.lib.pods
import data.rules.provenance.image_not_pinned
import data.rules.serving.capabilities_not_dropped
import data.rules.serving.host_namespace
import data.rules.serving.memory_overcommitted
import data.rules.serving.pod_context_missing
import data.rules.serving.privilege_escalation
import data.rules.serving.privileged_port
import data.rules.serving.probes_missing
import data.rules.serving.pull_policy_missing
import data.rules.serving.resources_missing
import data.rules.serving.run_as_root
import data.rules.serving.runtime_socket
import data.rules.serving.seccomp_missing
import data.rules.serving.secret_in_environment
import data.rules.serving.service_account_default
import data.rules.serving.tag_latest
import data.rules.serving.token_mounted
import data.rules.serving.unsafe_kernel
import data.rules.serving.user_id_low
import data.rules.serving.volume_type
import data.rules.serving.workflow_unbounded
import data.rules.serving.writable_root_filesystem

# Asked about every container.
of_containers := {
	"provenance.image_not_pinned": image_not_pinned,
	"serving.capabilities_not_dropped": capabilities_not_dropped,
	"serving.memory_overcommitted": memory_overcommitted,
	"serving.privilege_escalation": privilege_escalation,
	"serving.privileged_port": privileged_port,
	"serving.pull_policy_missing": pull_policy_missing,
	"serving.resources_missing": resources_missing,
	"serving.run_as_root": run_as_root,
	"serving.runtime_socket": runtime_socket,
	"serving.seccomp_missing": seccomp_missing,
	"serving.secret_in_environment": secret_in_environment,
	"serving.tag_latest": tag_latest,
	"serving.unsafe_kernel": unsafe_kernel,
	"serving.user_id_low": user_id_low,
	"serving.writable_root_filesystem": writable_root_filesystem,
}

# Asked about every pod as a whole.
of_pods := {
	"serving.host_namespace": host_namespace,
	"serving.pod_context_missing": pod_context_missing,
	"serving.service_account_default": service_account_default,
	"serving.token_mounted": token_mounted,
}

# These say themselves what they are about: containers that serve for long, volumes, workflows.
of_some := {
	"serving.probes_missing": probes_missing,
	"serving.volume_type": volume_type,
	"serving.workflow_unbounded": workflow_unbounded,
}

asked[subject] := {"about": about, "check": check} if {
	some code, check in of_containers
	some about, _ in pods.containers
	subject := $"{about} {code}"
}

asked[subject] := {"about": about, "check": check} if {
	some code, check in of_pods
	some about, _ in pods.pods
	subject := $"{about} {code}"
}

asked[subject] := {"about": about, "check": check} if {
	some code, check in of_some
	some about in check.required
	subject := $"{about} {code}"
}

not_applicable := "no manifest describes a pod" if {
	is_array(input.manifests)
	count(asked) == 0
}

required contains subject if some subject, _ in asked

passed contains subject if {
	some subject, one in asked
	one.about in one.check.passed
}

facts[subject] := one.check.facts[one.about] if {
	some subject, one in asked
	not subject in passed
}
