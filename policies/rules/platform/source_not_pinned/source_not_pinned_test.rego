package rules.platform.source_not_pinned_test

import data.rules.platform.source_not_pinned

repository := "https://git.example.com/ml/models.git"

template := {"project": "models-prod-{{ .riskTier }}", "source": {"repoURL": repository, "targetRevision": "main", "path": "synth/prod/a"}}

application(change) := {
	"path": "synth/argocd/Application.a.yaml",
	"object": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "a"}, "spec": changed(change)},
}

generated(revision, change) := {
	"path": "synth/argocd/ApplicationSet.b.yaml",
	"object": {
		"apiVersion": "argoproj.io/v1alpha1",
		"kind": "ApplicationSet",
		"metadata": {"name": "b"},
		"spec": {"generators": [{"git": {"repoURL": repository, "revision": revision}}], "template": {"spec": changed(change)}},
	},
}

argocd(manifests) := {"platform": {"environment": null, "namespaces": []}, "manifests": manifests}

# A field of the template is exchanged as a whole.
changed(change) := object.union(object.remove(template, object.keys(change)), change)

from(change) := {"source": object.union(template.source, change)}

test_one_source_everywhere_passes if {
	sound := argocd([application({}), generated("main", {})])
	source_not_pinned.required == {"manifests", "Application.a.yaml", "ApplicationSet.b.yaml"} with input as sound
	source_not_pinned.passed == source_not_pinned.required with input as sound
	kept := argocd([application({"syncPolicy": {"automated": {"allowEmpty": false}}})])
	source_not_pinned.passed == source_not_pinned.required with input as kept
}

test_another_source_or_project_is_not_proven if {
	every change in [
		from({"repoURL": "http://git.example.com/ml/models.git"}),
		from({"repoURL": null}),
		from({"targetRevision": "head"}),
		from({"targetRevision": "HEAD"}),
		from({"targetRevision": "1.*"}),
		from({"targetRevision": ">=1"}),
		from({"targetRevision": ""}),
		from({"targetRevision": null}),
		{"source": object.remove(template.source, ["targetRevision"])},
		{"sources": [template.source]},
		{"project": "default"},
		{"project": "{{ .project }}"},
		{"project": null},
		{"syncPolicy": {"automated": {"allowEmpty": true}}},
	] {
		source_not_pinned.required - source_not_pinned.passed == {"Application.a.yaml"} with input as argocd([application(change)])
		source_not_pinned.required - source_not_pinned.passed == {"ApplicationSet.b.yaml"} with input as argocd([generated("main", change)])
	}
}

test_an_application_is_judged_by_itself_whatever_it_carries if {
	disguised := application({"project": "default", "template": {"spec": template}})
	source_not_pinned.required - source_not_pinned.passed == {"Application.a.yaml"} with input as argocd([disguised])
	empty := application({"source": {}, "elsewhere": template.source})
	source_not_pinned.required - source_not_pinned.passed == {"Application.a.yaml"} with input as argocd([empty])
}

test_two_sources_prove_nothing if {
	other := from({"repoURL": "https://git.example.com/other.git"})
	source_not_pinned.passed == {"manifests"} with input as argocd([application({}), generated("main", other)])
	source_not_pinned.passed == {"manifests"} with input as argocd([application({}), generated("next", {})])
	source_not_pinned.passed == {"manifests"} with input as argocd([application(other), generated("main", {})])
}

test_what_is_taken_is_shown if {
	facts := source_not_pinned.facts with input as argocd([application({}), generated("next", {})])
	facts["Application.a.yaml"] == {
		"observed": {"sources": [[repository, "main"]], "project": "models-prod-{{ .riskTier }}"},
		"expected": "one repository and branch, the same everywhere, and a project by name",
		"path": "synth/argocd/Application.a.yaml",
	}
	facts["ApplicationSet.b.yaml"].observed.sources == [[repository, "main"], [repository, "next"]]
	bare := {"path": "synth/argocd/Application.c.yaml", "object": {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "c"}, "spec": {}}}
	empty := source_not_pinned.facts with input as argocd([bare])
	empty["Application.c.yaml"].observed == {"sources": [], "project": null}
}

test_nothing_was_looked_at_without_manifests if {
	source_not_pinned.required - source_not_pinned.passed == {"manifests"} with input as argocd([])
}

test_it_is_not_about_environments if {
	shared := object.union(argocd([application({})]), {"platform": {"environment": "prod"}})
	source_not_pinned.not_applicable == "this is about Argo CD" with input as shared
	source_not_pinned.required == set() with input as shared
	source_not_pinned.passed == set() with input as shared
	source_not_pinned.facts == {} with input as shared
	not source_not_pinned.not_applicable with input as argocd([])
}
