package rules.serving.too_few_replicas_test

import data.lib.units_test as units
import data.rules.serving.too_few_replicas

limited(objects) := object.union(units.unit(objects), {"thresholds": {"serving": {"minReplicas": 3}}})

sized(replicas) := object.union(units.deployment({}, {}), {"object": {"spec": {"replicas": replicas}}})

scaler(least) := units.manifest("autoscaling/v2", "HorizontalPodAutoscaler", "churn", {"minReplicas": least, "scaleTargetRef": {"kind": "Deployment", "name": "churn"}})

keda(least) := units.manifest("keda.sh/v1alpha1", "ScaledObject", "churn", {"minReplicaCount": least, "scaleTargetRef": {"kind": "Deployment", "name": "churn"}})

unproven(objects) := subjects if {
	subjects := too_few_replicas.required - too_few_replicas.passed with input as limited(objects)
}

test_enough_replicas_pass if {
	unproven([sized(3)]) == set()
	unproven([sized(3), scaler(3)]) == set()
	unproven([sized(4), keda(3)]) == set()
}

test_fewer_are_not_proven if {
	unproven([sized(2)]) == {"Deployment/churn"}
	unproven([sized("3")]) == {"Deployment/churn"}
	unproven([sized(null)]) == {"Deployment/churn"}
	unproven([units.deployment({}, {})]) == {"Deployment/churn"}
	unproven([sized(3), scaler(2)]) == {"Deployment/churn"}
	unproven([sized(3), scaler(null)]) == {"Deployment/churn"}
	unproven([sized(3), keda(2)]) == {"Deployment/churn"}
	too_few_replicas.facts["Deployment/churn"].observed == [3, 2] with input as limited([sized(3), scaler(2)])
	too_few_replicas.facts["Deployment/churn"].observed == null with input as limited([])
}

test_no_limit_is_said if too_few_replicas.not_applicable with input as units.unit([sized(1)])

test_a_unit_without_such_a_workload_is_said_and_only_then if {
	serverless := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "workloads": [{"kind": "Model", "name": "churn", "containers": []}]}]}})
	too_few_replicas.not_applicable == "no workload here has a least number of replicas" with input as serverless
	not too_few_replicas.not_applicable with input as limited([])
	not too_few_replicas.not_applicable with input as {}
}

test_an_environment_that_nobody_declared_is_not_proven if {
	too_few_replicas.required - too_few_replicas.passed == {"environment/moon"} with input as object.union(units.unit([]), {"environment": "moon"})
}

expecting(workloads) := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "replicas": {"min": 3, "max": 6}, "workloads": workloads}]}})

test_a_workload_whose_pods_are_others_is_not_asked_for if {
	too_few_replicas.required == set() with input as expecting([{"kind": "Deployment", "name": "churn", "containers": []}])
	too_few_replicas.required == set() with input as expecting([{"kind": "Model", "name": "churn", "containers": ["server"]}])
}

test_a_scaler_of_another_workload_changes_nothing if {
	other := object.union(scaler(1), {"object": {"spec": {"scaleTargetRef": {"name": "other"}}}})
	unproven([sized(3), other]) == set()
}
