/** A kind as Argo CD's projects name it: API group (empty for the core's), kind. */
export type GroupKind = readonly [group: string, kind: string];

/**
 * Kinds that a unit may consist of, sorted. A kind that is not here is refused by Argo CD, whatever is merged: no Secret, no
 * workload of another kind, and no Role, so that no model can give itself rights.
 */
export const MODEL_KINDS: readonly GroupKind[] = [
  ['', 'ConfigMap'],
  ['', 'Service'],
  ['', 'ServiceAccount'],
  ['apps', 'Deployment'],
  ['argoproj.io', 'AnalysisTemplate'],
  ['argoproj.io', 'CronWorkflow'],
  ['argoproj.io', 'EventSource'],
  ['argoproj.io', 'Rollout'],
  ['argoproj.io', 'Sensor'],
  ['argoproj.io', 'WorkflowTemplate'],
  ['autoscaling', 'HorizontalPodAutoscaler'],
  ['batch', 'Job'],
  ['external-secrets.io', 'ExternalSecret'],
  ['gateway.networking.k8s.io', 'HTTPRoute'],
  ['kafka.strimzi.io', 'KafkaConnector'],
  ['kafka.strimzi.io', 'KafkaTopic'],
  ['keda.sh', 'ScaledObject'],
  ['mlops.seldon.io', 'Model'],
  ['monitoring.coreos.com', 'PrometheusRule'],
  ['monitoring.coreos.com', 'ServiceMonitor'],
  ['networking.istio.io', 'DestinationRule'],
  ['networking.istio.io', 'EnvoyFilter'],
  ['networking.istio.io', 'ServiceEntry'],
  ['networking.istio.io', 'Sidecar'],
  ['networking.istio.io', 'VirtualService'],
  ['networking.k8s.io', 'Ingress'],
  ['networking.k8s.io', 'NetworkPolicy'],
  ['policy', 'PodDisruptionBudget'],
  ['security.istio.io', 'AuthorizationPolicy'],
  ['security.istio.io', 'RequestAuthentication'],
  ['serving.knative.dev', 'Service'],
  ['serving.kserve.io', 'InferenceService'],
];

/** Namespaced kinds that the units of an environment share, sorted. */
export const PLATFORM_KINDS: readonly GroupKind[] = [
  ['', 'ConfigMap'],
  ['', 'ServiceAccount'],
  ['argoproj.io', 'CronWorkflow'],
  ['argoproj.io', 'EventBus'],
  ['argoproj.io', 'EventSource'],
  ['argoproj.io', 'Sensor'],
  ['argoproj.io', 'WorkflowTemplate'],
  ['cert-manager.io', 'Certificate'],
  ['external-secrets.io', 'ExternalSecret'],
  ['monitoring.coreos.com', 'AlertmanagerConfig'],
  ['monitoring.coreos.com', 'PodMonitor'],
  ['networking.istio.io', 'Gateway'],
  ['networking.istio.io', 'Sidecar'],
  ['networking.k8s.io', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io', 'Role'],
  ['rbac.authorization.k8s.io', 'RoleBinding'],
  ['security.istio.io', 'AuthorizationPolicy'],
  ['security.istio.io', 'PeerAuthentication'],
  ['telemetry.istio.io', 'Telemetry'],
];

/** Kinds in `synth/argocd/`, sorted. */
export const ARGOCD_KINDS: readonly GroupKind[] = [
  ['', 'ConfigMap'],
  ['argoproj.io', 'AppProject'],
  ['argoproj.io', 'Application'],
  ['argoproj.io', 'ApplicationSet'],
];
