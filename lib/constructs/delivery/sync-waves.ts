/**
 * The order in which Argo CD applies what is in one folder: lower first, each wave healthy before the next.
 * What a pod needs to be safe comes before the pod, and so does what watches it; a Rollout finds its VirtualService, Services
 * and AnalysisTemplate there. Nothing comes after the pods: a rollout lasts for hours, and a failed one for good.
 */
export const SYNC_WAVES = {
  AppProject: -4,
  Namespace: -3,
  NetworkPolicy: -2,
  PeerAuthentication: -2,
  AuthorizationPolicy: -2,
  RequestAuthentication: -2,
  Sidecar: -2,
  ServiceEntry: -2,
  EnvoyFilter: -2,
  Telemetry: -2,
  Gateway: -2,
  Certificate: -2,
  ExternalSecret: -2,
  ServiceAccount: -2,
  Role: -2,
  RoleBinding: -2,
  ConfigMap: -2,
  KafkaTopic: -2,
  Service: -1,
  DestinationRule: -1,
  VirtualService: -1,
  HTTPRoute: -1,
  Ingress: -1,
  AnalysisTemplate: -1,
  ServiceMonitor: -1,
  PrometheusRule: -1,
  PodMonitor: -1,
  AlertmanagerConfig: -1,
  WorkflowTemplate: -1,
  EventBus: -1,
  EventSource: 0,
  Sensor: 0,
  PodDisruptionBudget: -1,
  KafkaConnector: -1,
  Application: 0,
  Job: 0,
  ApplicationSet: 0,
  Deployment: 0,
  Rollout: 0,
  InferenceService: 0,
  /** Its kind is `Service`, like the core's. */
  KnativeService: 0,
  /** Seldon's. */
  Model: 0,
  HorizontalPodAutoscaler: 0,
  ScaledObject: 0,
  CronWorkflow: 0,
} as const satisfies Readonly<Record<string, number>>;

/** A kind that has its place in the order. */
export type OrderedKind = keyof typeof SYNC_WAVES;

/** The annotation that tells Argo CD the wave; its values are text. */
export function syncWave(kind: OrderedKind): Readonly<Record<string, string>> {
  return { 'argocd.argoproj.io/sync-wave': String(SYNC_WAVES[kind]) };
}
