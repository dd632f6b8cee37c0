# METADATA
# scope: package
# title: Workflow without an end
# description: >
#   Every workflow and job of the unit ends by itself after a time, and a workflow takes its pods away.
# custom:
#   code: serving.workflow_unbounded
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Set activeDeadlineSeconds, and podGC for a workflow.
package rules.serving.workflow_unbounded

import data.lib.manifests
import data.lib.num

expectation := "activeDeadlineSeconds above zero, and podGC for a workflow"

judged[subject] := manifest if {
	some manifest in batches
	subject := manifests.file(manifest)
}

not_applicable := "the unit runs no workflow and no job" if {
	manifests.looked_at
	judged == {}
}

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, manifest in judged
	spec := spec_of(manifest.object)
	num.whole(spec.activeDeadlineSeconds)
	num.at_least(spec.activeDeadlineSeconds, 1)
	swept(manifest.object.kind, spec)
}

batches := [manifest |
	some group, kinds in {"argoproj.io": ["Workflow", "WorkflowTemplate", "CronWorkflow"], "batch": ["Job", "CronJob"]}
	some kind in kinds
	some manifest in manifests.of(group, kind)
	not starts_a_template(manifest.object)
]

# One that starts a template is bounded by what the template says.
starts_a_template(batch) if {
	some spec in [batch.spec, object.get(batch.spec, "workflowSpec", null)]
	is_string(spec.workflowTemplateRef.name)
	not "templates" in object.keys(spec)
}

spec_of(batch) := batch.spec.workflowSpec if {
	batch.kind == "CronWorkflow"
} else := batch.spec.jobTemplate.spec if {
	batch.kind == "CronJob"
} else := batch.spec

swept(kind, _) if kind in {"CronJob", "Job"}

swept(_, spec) if spec.podGC.strategy in {"OnPodCompletion", "OnPodSuccess", "OnWorkflowCompletion", "OnWorkflowSuccess"}

seen(batch) := {field: object.get(spec_of(batch), field, null) | some field in ["activeDeadlineSeconds", "podGC"]}

facts[subject] := {"observed": seen(manifest.object), "expected": expectation, "path": object.get(manifest, "path", null)} if {
	some subject, manifest in judged
	not subject in passed
}
