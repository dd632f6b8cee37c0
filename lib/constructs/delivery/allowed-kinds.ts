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
  ['argoproj.io', 'Rollout'],
  ['argoproj.io', 'WorkflowTemplate'],
  ['autoscaling', 'HorizontalPodAutoscaler'],
  ['monitoring.coreos.com', 'PrometheusRule'],
  ['monitoring.coreos.com', 'ServiceMonitor'],
  ['networking.istio.io', 'DestinationRule'],
  ['networking.istio.io', 'VirtualService'],
  ['networking.k8s.io', 'NetworkPolicy'],
  ['policy', 'PodDisruptionBudget'],
  ['security.istio.io', 'AuthorizationPolicy'],
];

/** Namespaced kinds that the units of an environment share, sorted. */
export const PLATFORM_KINDS: readonly GroupKind[] = [
  ['networking.k8s.io', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io', 'Role'],
  ['rbac.authorization.k8s.io', 'RoleBinding'],
  ['security.istio.io', 'AuthorizationPolicy'],
  ['security.istio.io', 'PeerAuthentication'],
];

/** Kinds in `synth/argocd/`, sorted. */
export const ARGOCD_KINDS: readonly GroupKind[] = [
  ['', 'ConfigMap'],
  ['argoproj.io', 'AppProject'],
  ['argoproj.io', 'Application'],
  ['argoproj.io', 'ApplicationSet'],
];
