# METADATA
# scope: package
# title: Units for tests
# description: A unit in production with the manifests that a test gives it.
package lib.units_test

import data.lib.manifests

# A manifest as synthesis writes it.
manifest(api, kind, name, spec) := {"path": $"synth/prod/churn/{kind}.{name}.yaml", "object": {
	"apiVersion": api,
	"kind": kind,
	"metadata": {
		"name": name,
		"namespace": "models-prod",
		"labels": {"modelgate.dev/owner": "people"},
		"annotations": {"modelgate.dev/contact": "people@example.com"},
	},
	"spec": spec,
}}

# A Deployment of one container, with further fields of its pod.
deployment(container, pod) := manifest("apps/v1", "Deployment", "churn", {"template": {
	"metadata": {"labels": {"app": "churn"}},
	"spec": object.union({"containers": [object.union({"name": "server"}, container)]}, pod),
}})

unit(objects) := {
	"environment": "prod",
	"model": {"id": "churn", "owner": {"team": "people", "email": "people@example.com"}, "environments": [{
		"name": "prod",
		"namespace": "models-prod",
		"replicas": {"min": 3, "max": 6},
		"workloads": [{"kind": "Deployment", "name": "churn", "containers": ["server"]}],
	}]},
	"thresholds": {},
	"manifests": objects,
}

test_a_unit_holds_its_workload if {
	found := manifests.found("Deployment", "churn").object.spec.template.spec with input as unit([deployment({"image": "x"}, {"hostPID": true})])
	found == {"containers": [{"name": "server", "image": "x"}], "hostPID": true}
}
