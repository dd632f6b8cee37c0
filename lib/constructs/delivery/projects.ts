import type { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { AppProject } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { namespaceOf } from '../names.ts';
import { MODEL_KINDS, PLATFORM_KINDS, type GroupKind } from './allowed-kinds.ts';

type Environment = Config['environments'][number];

/** What controllers put into every namespace beside what git holds. */
const EXPECTED_ORPHANS = [
  { group: '', kind: 'ConfigMap', name: 'istio-ca-root-cert' },
  { group: 'argoproj.io', kind: 'Workflow' },
];

function whitelist(kinds: readonly GroupKind[]): { group: string; kind: string }[] {
  return kinds.map(([group, kind]) => ({ group, kind }));
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
        namespaceResourceWhitelist: whitelist(MODEL_KINDS),
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
        namespaceResourceWhitelist: whitelist(PLATFORM_KINDS),
      },
    });
  }
}
