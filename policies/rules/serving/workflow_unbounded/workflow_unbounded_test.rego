package rules.serving.workflow_unbounded_test

import data.lib.units_test as units
import data.rules.serving.workflow_unbounded

written(spec) := units.unit([units.manifest("argoproj.io/v1alpha1", "WorkflowTemplate", "churn", spec)])

test_what_is_right_passes if {
	every spec in [
		{"activeDeadlineSeconds": 1, "podGC": {"strategy": "OnPodSuccess"}},
	] {
		workflow_unbounded.passed == {"WorkflowTemplate.churn.yaml"} with input as written(spec)
		workflow_unbounded.facts == {} with input as written(spec)
	}
}

test_anything_else_is_not_proven if {
	every spec in [
		{"podGC": {"strategy": "OnPodSuccess"}},
		{"activeDeadlineSeconds": 0, "podGC": {"strategy": "OnPodSuccess"}},
		{"activeDeadlineSeconds": "60", "podGC": {"strategy": "OnPodSuccess"}},
		{"activeDeadlineSeconds": 60},
		{"activeDeadlineSeconds": 60, "podGC": {}},
		{"activeDeadlineSeconds": null, "podGC": {"strategy": "OnPodSuccess"}},
	] {
		workflow_unbounded.required - workflow_unbounded.passed == {"WorkflowTemplate.churn.yaml"} with input as written(spec)
		object.keys(workflow_unbounded.facts) == {"WorkflowTemplate.churn.yaml"} with input as written(spec)
	}
}

test_nothing_to_judge_is_said_and_only_then if {
	workflow_unbounded.not_applicable == "the unit runs no workflow and no job" with input as units.unit([units.deployment({}, {})])
	not workflow_unbounded.not_applicable with input as written({"podGC": {"strategy": "OnPodSuccess"}})
	not workflow_unbounded.not_applicable with input as units.unit([])
	not workflow_unbounded.not_applicable with input as {}
}

test_every_kind_of_batch_is_judged if {
	bound := {"activeDeadlineSeconds": 60, "podGC": {"strategy": "OnWorkflowCompletion"}}
	every name, spec in {
		"batch/v1 Job": {"activeDeadlineSeconds": 60},
		"batch/v1 CronJob": {"jobTemplate": {"spec": {"activeDeadlineSeconds": 60}}},
		"argoproj.io/v1alpha1 Workflow": bound,
		"argoproj.io/v1alpha1 CronWorkflow": {"workflowSpec": bound},
	} {
		[api, kind] := split(name, " ")
		workflow_unbounded.passed == {$"{kind}.churn.yaml"} with input as units.unit([units.manifest(api, kind, "churn", spec)])
		workflow_unbounded.passed == set() with input as units.unit([units.manifest(api, kind, "churn", {})])
	}
}

test_one_that_starts_a_template_is_bounded_there if {
	cron := units.manifest("argoproj.io/v1alpha1", "CronWorkflow", "churn", {"workflowSpec": {"workflowTemplateRef": {"name": "churn"}}})
	workflow_unbounded.not_applicable with input as units.unit([cron])
}

test_every_way_to_sweep_counts if {
	every strategy in ["OnPodCompletion", "OnPodSuccess", "OnWorkflowCompletion", "OnWorkflowSuccess"] {
		workflow_unbounded.passed == {"WorkflowTemplate.churn.yaml"} with input as written({"activeDeadlineSeconds": 1, "podGC": {"strategy": strategy}})
	}
	workflow_unbounded.passed == set() with input as written({"activeDeadlineSeconds": 1, "podGC": {"strategy": "Never"}})
}
