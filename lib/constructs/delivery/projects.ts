import type { Construct } from 'constructs';
import type { RiskTier } from '../../contracts/common.ts';
import type { Config } from '../../contracts/config.ts';
import { AppProject } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { namespaceOf } from '../names.ts';
import { ARGOCD_KINDS, MODEL_KINDS, PLATFORM_KINDS, type GroupKind } from './allowed-kinds.ts';
import { CONFIRMED_REMOVAL, IN_CLUSTER } from './argocd.ts';
import { syncWindowsOf } from './sync-windows.ts';

type Environment = Config['environments'][number];

/** What controllers put into every namespace beside what git holds. */
const EXPECTED_ORPHANS = [
  { group: '', kind: 'ConfigMap', name: 'istio-ca-root-cert' },
  { group: 'argoproj.io', kind: 'Workflow' },
];

function whitelist(kinds: readonly GroupKind[]): { group: string; kind: string }[] {
  return kinds.map(([group, kind]) => ({ group, kind }));
}

/** @param tier a risk tier, or a template that gives one */
export function modelsProjectOf(environment: string, tier: string): string {
  return `models-${environment}-${tier}`;
}

export function platformProjectOf(environment: string): string {
  return `platform-${environment}`;
}

/** Of what Argo CD reads about itself from the repository. */
export const BOOTSTRAP_PROJECT = 'modelgate';

function projectMetadata(name: string) {
  const { annotations, ...metadata } = sharedMetadata('AppProject', name);
  return { ...metadata, annotations: { ...annotations, ...CONFIRMED_REMOVAL } };
}

/** What the units of one tier in one environment may be: namespaced kinds from a list, from one repository, into one namespace. */
export class ModelsProject extends AppProject {
  constructor(scope: Construct, id: string, config: Config, environment: Environment, tier: RiskTier) {
    const { name, server } = environment;
    super(scope, id, {
      metadata: projectMetadata(modelsProjectOf(name, tier)),
      spec: {
        description: `Models of risk tier ${tier} in ${name}`,
        sourceRepos: [config.repository.url],
        destinations: [{ server, namespace: namespaceOf(name) }],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: whitelist(MODEL_KINDS),
        orphanedResources: { warn: true, ignore: EXPECTED_ORPHANS },
        ...syncWindowsOf(environment, tier),
      },
    });
  }
}

/** What the units of one environment share: the namespace, its only cluster-scoped kind, and its walls. */
export class PlatformProject extends AppProject {
  constructor(scope: Construct, id: string, config: Config, environment: Environment) {
    const { name, server } = environment;
    super(scope, id, {
      metadata: projectMetadata(platformProjectOf(name)),
      spec: {
        description: `What the models in ${name} share`,
        sourceRepos: [config.repository.url],
        // The hosts' certificate stands beside the ingress gateway, which reads it there only.
        destinations: [namespaceOf(name), config.istio.ingressNamespace].map((namespace) => ({ server, namespace })),
        clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
        namespaceResourceWhitelist: whitelist(PLATFORM_KINDS),
        ...syncWindowsOf(environment, null),
      },
    });
  }
}

/** What `synth/argocd/` may be. Whoever writes there decides about every project, so nothing else may come from this one. */
export class BootstrapProject extends AppProject {
  constructor(scope: Construct, id: string, { repository, argocd }: Config) {
    super(scope, id, {
      metadata: projectMetadata(BOOTSTRAP_PROJECT),
      spec: {
        description: 'What Argo CD reads about models and environments',
        sourceRepos: [repository.url],
        destinations: [{ server: IN_CLUSTER, namespace: argocd.namespace }],
        clusterResourceWhitelist: [],
        namespaceResourceWhitelist: whitelist(ARGOCD_KINDS),
      },
    });
  }
}
