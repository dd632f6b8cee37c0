package lib.kinds_test

import data.lib.kinds

test_no_kind_that_gives_rights_or_secrets_is_known if {
	every kind in ["/Secret", "rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRoleBinding", "apps/DaemonSet", "/Pod"] {
		not kind in kinds.known
	}
}

test_a_kind_is_known_in_its_group_alone if {
	"apps/Deployment" in kinds.known
	not "/Deployment" in kinds.known
	not "extensions/Deployment" in kinds.known
}

# Written out again: what starts pods and is taken for a kind that does not would be judged by nobody.
test_the_list_is_changed_on_purpose_only if {
	kinds.known == {
		"/ConfigMap", "/PersistentVolumeClaim", "/Service", "/ServiceAccount", "apps/Deployment", "apps/StatefulSet",
		"argoproj.io/AnalysisTemplate", "argoproj.io/CronWorkflow", "argoproj.io/EventSource", "argoproj.io/Experiment", "argoproj.io/Rollout",
		"argoproj.io/Sensor", "argoproj.io/Workflow", "argoproj.io/WorkflowTemplate", "autoscaling/HorizontalPodAutoscaler", "batch/CronJob",
		"batch/Job", "external-secrets.io/ExternalSecret", "gateway.networking.k8s.io/GRPCRoute", "gateway.networking.k8s.io/HTTPRoute",
		"kafka.strimzi.io/KafkaConnector", "kafka.strimzi.io/KafkaTopic", "keda.sh/ScaledObject", "mlops.seldon.io/Model",
		"monitoring.coreos.com/AlertmanagerConfig", "monitoring.coreos.com/PodMonitor", "monitoring.coreos.com/PrometheusRule",
		"monitoring.coreos.com/ServiceMonitor", "networking.istio.io/DestinationRule", "networking.istio.io/EnvoyFilter",
		"networking.istio.io/Gateway", "networking.istio.io/ServiceEntry", "networking.istio.io/Sidecar", "networking.istio.io/VirtualService",
		"networking.k8s.io/Ingress", "networking.k8s.io/NetworkPolicy", "policy/PodDisruptionBudget", "security.istio.io/AuthorizationPolicy",
		"security.istio.io/PeerAuthentication", "security.istio.io/RequestAuthentication", "serving.knative.dev/Service",
		"serving.kserve.io/InferenceService", "telemetry.istio.io/Telemetry",
	}
}

test_what_is_shared_is_of_no_unit if {
	kinds.shared & kinds.known == set()
	kinds.shared == {
		"/Namespace", "argoproj.io/AppProject", "argoproj.io/Application", "argoproj.io/ApplicationSet", "argoproj.io/EventBus",
		"cert-manager.io/Certificate", "rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/RoleBinding",
	}
}
