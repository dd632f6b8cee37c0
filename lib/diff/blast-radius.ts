import type { Radius } from '../contracts/resource-change.ts';

/** Kinds by what a mistake in them can reach, as `<group>/<Kind>`; the core group has none. */
const KINDS: Readonly<Record<Exclude<Radius, 'unknown'>, readonly string[]>> = {
  access: [
    'Namespace',
    'ServiceAccount',
    'Secret',
    'networking.k8s.io/NetworkPolicy',
    'rbac.authorization.k8s.io/ClusterRole',
    'rbac.authorization.k8s.io/ClusterRoleBinding',
    'rbac.authorization.k8s.io/Role',
    'rbac.authorization.k8s.io/RoleBinding',
    'argoproj.io/AppProject',
    'argoproj.io/Application',
    'argoproj.io/ApplicationSet',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
    'external-secrets.io/ExternalSecret',
    'cert-manager.io/Certificate',
  ],
  traffic: [
    'Service',
    'networking.k8s.io/Ingress',
    'networking.istio.io/VirtualService',
    'networking.istio.io/DestinationRule',
    'networking.istio.io/Gateway',
    'networking.istio.io/ServiceEntry',
    'networking.istio.io/Sidecar',
    'networking.istio.io/EnvoyFilter',
    'gateway.networking.k8s.io/HTTPRoute',
  ],
  workload: [
    'apps/Deployment',
    'batch/Job',
    'autoscaling/HorizontalPodAutoscaler',
    'policy/PodDisruptionBudget',
    'keda.sh/ScaledObject',
    'serving.kserve.io/InferenceService',
    'serving.knative.dev/Service',
    'mlops.seldon.io/Model',
    'argoproj.io/Rollout',
    'argoproj.io/AnalysisTemplate',
    'argoproj.io/CronWorkflow',
    'argoproj.io/WorkflowTemplate',
    'argoproj.io/EventBus',
    'argoproj.io/EventSource',
    'argoproj.io/Sensor',
    'kafka.strimzi.io/KafkaConnector',
    'kafka.strimzi.io/KafkaTopic',
  ],
  config: ['ConfigMap'],
  observability: [
    'telemetry.istio.io/Telemetry',
    'monitoring.coreos.com/AlertmanagerConfig',
    'monitoring.coreos.com/PodMonitor',
    'monitoring.coreos.com/PrometheusRule',
    'monitoring.coreos.com/ServiceMonitor',
  ],
};

const RADIUS = new Map(Object.entries(KINDS).flatMap(([radius, kinds]) => kinds.map((kind) => [kind, radius as Radius] as const)));

/** How far a mistake in a resource of this kind can reach. A kind that nobody has ranked may reach anything. */
export function radiusOf(apiVersion: string, kind: string): Radius {
  const [group] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  return RADIUS.get(group === '' || group === undefined ? kind : `${group}/${kind}`) ?? 'unknown';
}
