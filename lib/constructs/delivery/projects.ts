import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { AppProject } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { namespaceOf } from '../names.ts';

type Environment = Config['environments'][number];

/**
 * Kinds that a unit may consist of, by group. A kind that is not here is refused by Argo CD, whatever is merged: no Secret,
 * no workload of another kind, and no Role, so that no model can give itself rights.
 */
const MODEL_KINDS: Readonly<Record<string, readonly string[]>> = {
  '': ['ConfigMap', 'Service', 'ServiceAccount'],
  apps: ['Deployment'],
  'argoproj.io': ['AnalysisTemplate', 'Rollout', 'WorkflowTemplate'],
  autoscaling: ['HorizontalPodAutoscaler'],
  'monitoring.coreos.com': ['PrometheusRule', 'ServiceMonitor'],
  'networking.istio.io': ['DestinationRule', 'VirtualService'],
  'networking.k8s.io': ['NetworkPolicy'],
  policy: ['PodDisruptionBudget'],
  'security.istio.io': ['AuthorizationPolicy'],
};

const PLATFORM_KINDS: Readonly<Record<string, readonly string[]>> = {
  'networking.k8s.io': ['NetworkPolicy'],
  'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
  'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication'],
};

/** What controllers put into every namespace beside what git holds. */
const EXPECTED_ORPHANS = [
  { group: '', kind: 'ConfigMap', name: 'istio-ca-root-cert' },
  { group: 'argoproj.io', kind: 'Workflow' },
];

function flat(kinds: Readonly<Record<string, readonly string[]>>): { group: string; kind: string }[] {
  return Object.entries(kinds).flatMap(([group, names]) => names.map((kind) => ({ group, kind })));
}

export function modelsProjectOf(environment: string): string {
  return `models-${environment}`;
}

export function platformProjectOf(environment: string): string {
  return `platform-${environment}`;
}

/** What the units of one environment may be: namespaced kinds from a list, from one repository, into one namespace. */
export class ModelsProject extends AppProject {
  constructor(scope: Construct, id: string, config: Config, { name, server }: Environment) {
    super(scope, id, {
      metadata: sharedMetadata('AppProject', modelsProjectOf(name)),
      spec: {
        description: `Models in ${name}`,
        sourceRepos: [config.repository.url],
        destinations: [{ server, namespace: namespaceOf(name) }],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: flat(MODEL_KINDS),
        orphanedResources: { warn: true, ignore: EXPECTED_ORPHANS },
      },
    });
  }
}

/** What the units of one environment share: the namespace, its only cluster-scoped kind, and its walls. */
export class PlatformProject extends AppProject {
  constructor(scope: Construct, id: string, config: Config, { name, server }: Environment) {
    super(scope, id, {
      metadata: sharedMetadata('AppProject', platformProjectOf(name)),
      spec: {
        description: `What the models in ${name} share`,
        sourceRepos: [config.repository.url],
        destinations: [{ server, namespace: namespaceOf(name) }],
        clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
        namespaceResourceWhitelist: flat(PLATFORM_KINDS),
      },
    });
  }
}
