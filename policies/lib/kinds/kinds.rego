# METADATA
# scope: package
# title: Kinds
# description: >
#   Kinds that may stand in a unit, as group/kind: those that start no pods, and those whose containers are found by position. Any other
#   kind is judged as a container of which nothing is known.
package lib.kinds

known := {
	"/ConfigMap",
	"/PersistentVolumeClaim",
	"/Service",
	"/ServiceAccount",
	"apps/Deployment",
	"apps/StatefulSet",
	"argoproj.io/AnalysisTemplate",
	"argoproj.io/CronWorkflow",
	"argoproj.io/EventSource",
	"argoproj.io/Experiment",
	"argoproj.io/Rollout",
	"argoproj.io/Sensor",
	"argoproj.io/Workflow",
	"argoproj.io/WorkflowTemplate",
	"autoscaling/HorizontalPodAutoscaler",
	"batch/CronJob",
	"batch/Job",
	"external-secrets.io/ExternalSecret",
	"gateway.networking.k8s.io/GRPCRoute",
	"gateway.networking.k8s.io/HTTPRoute",
	"kafka.strimzi.io/KafkaConnector",
	"kafka.strimzi.io/KafkaTopic",
	"keda.sh/ScaledObject",
	"mlops.seldon.io/Model",
	"monitoring.coreos.com/AlertmanagerConfig",
	"monitoring.coreos.com/PodMonitor",
	"monitoring.coreos.com/PrometheusRule",
	"monitoring.coreos.com/ServiceMonitor",
	"networking.istio.io/DestinationRule",
	"networking.istio.io/EnvoyFilter",
	"networking.istio.io/Gateway",
	"networking.istio.io/ServiceEntry",
	"networking.istio.io/Sidecar",
	"networking.istio.io/VirtualService",
	"networking.k8s.io/Ingress",
	"networking.k8s.io/NetworkPolicy",
	"policy/PodDisruptionBudget",
	"security.istio.io/AuthorizationPolicy",
	"security.istio.io/PeerAuthentication",
	"security.istio.io/RequestAuthentication",
	"serving.knative.dev/Service",
	"serving.kserve.io/InferenceService",
	"telemetry.istio.io/Telemetry",
}

# Kinds without pods, or whose pods are known, that only what is no unit is of.
shared := {
	"/Namespace",
	"argoproj.io/AppProject",
	"argoproj.io/Application",
	"argoproj.io/ApplicationSet",
	"argoproj.io/EventBus",
	"cert-manager.io/Certificate",
	"rbac.authorization.k8s.io/Role",
	"rbac.authorization.k8s.io/RoleBinding",
}
