package rules.monitoring.not_scraped_test

import data.lib.units_test as units
import data.rules.monitoring.not_scraped

service := object.union(units.manifest("v1", "Service", "churn", {"selector": {"app": "churn"}}), {"object": {"metadata": {"labels": {"role": "stable"}}}})

monitor(kind, spec) := units.manifest("monitoring.coreos.com/v1", kind, "churn", spec)

unproven(objects) := subjects if {
	subjects := not_scraped.required - not_scraped.passed with input as units.unit(array.concat([units.deployment({}, {})], objects))
}

test_a_monitor_of_the_service_or_the_pods_passes if {
	unproven([service, monitor("ServiceMonitor", {"selector": {"matchLabels": {"role": "stable"}}, "endpoints": [{"port": "http"}]})]) == set()
	unproven([monitor("PodMonitor", {"selector": {"matchLabels": {"app": "churn"}}, "podMetricsEndpoints": [{"port": "http"}]})]) == set()
}

test_anything_else_is_not_proven if {
	every monitors in [
		[],
		[monitor("ServiceMonitor", {"selector": {"matchLabels": {"role": "stable"}}, "endpoints": [{"port": "http"}]})],
		[service, monitor("ServiceMonitor", {"selector": {"matchLabels": {"role": "canary"}}, "endpoints": [{"port": "http"}]})],
		[service, monitor("ServiceMonitor", {"selector": {"matchLabels": {"role": "stable"}}, "endpoints": []})],
		[service, monitor("ServiceMonitor", null)],
		[monitor("PodMonitor", {"selector": {"matchLabels": {"app": "other"}}, "podMetricsEndpoints": [{"port": "http"}]})],
		[monitor("PodMonitor", {"selector": {"matchLabels": {"app": "churn"}}})],
	] {
		unproven(monitors) == {"Deployment/churn"}
	}
	not_scraped.facts["Deployment/churn"].observed == "none" with input as units.unit([])
}

test_a_unit_without_such_a_workload_is_said_and_only_then if {
	serverless := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "workloads": [{"kind": "Model", "name": "churn", "containers": []}]}]}})
	not_scraped.not_applicable == "the declaration expects neither a Deployment nor a Rollout" with input as serverless
	not not_scraped.not_applicable with input as units.unit([])
	not not_scraped.not_applicable with input as {}
}

test_an_environment_that_nobody_declared_is_not_proven if {
	not_scraped.required - not_scraped.passed == {"environment/moon"} with input as object.union(units.unit([]), {"environment": "moon"})
}

expecting(workloads) := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "replicas": {"min": 3, "max": 6}, "workloads": workloads}]}})

test_a_workload_that_is_not_there_is_not_proven if {
	not_scraped.required - not_scraped.passed == {"Deployment/churn"} with input as units.unit([])
	object.keys(not_scraped.facts) == {"Deployment/churn"} with input as units.unit([])
}

test_a_workload_whose_pods_are_others_is_not_asked_for if {
	not_scraped.required == set() with input as expecting([{"kind": "Deployment", "name": "churn", "containers": []}])
	not_scraped.required == set() with input as expecting([{"kind": "Model", "name": "churn", "containers": ["server"]}])
}

test_what_is_proven_is_not_shown if {
	scraped := monitor("PodMonitor", {"selector": {"matchLabels": {"app": "churn"}}, "podMetricsEndpoints": [{"port": "http"}]})
	not_scraped.facts == {} with input as units.unit([units.deployment({}, {}), scraped])
}

test_a_service_has_to_pick_the_pods_and_a_monitor_to_have_an_endpoint if {
	elsewhere := object.union(service, {"object": {"spec": {"selector": {"app": "other"}}}})
	unproven([elsewhere, monitor("ServiceMonitor", {"selector": {"matchLabels": {"role": "stable"}}, "endpoints": [{"port": "http"}]})]) == {"Deployment/churn"}
	unproven([monitor("PodMonitor", {"selector": {"matchLabels": {"app": "churn"}}, "podMetricsEndpoints": []})]) == {"Deployment/churn"}
}

test_only_what_serves_is_scraped if {
	not_scraped.required == set() with input as expecting([{"kind": "Deployment", "name": "churn", "containers": ["train"]}])
}

test_a_workload_without_containers_is_not_scraped if not_scraped.required == set() with input as expecting([{"kind": "Rollout", "name": "churn", "containers": []}])
