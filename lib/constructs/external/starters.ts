import { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { Role, RoleBinding, NetworkPolicy, ServiceAccount } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { toDns } from '../security/mesh.ts';
import type { Crd } from './adapter.ts';
import { ADAPTERS } from './adapters.ts';

/** Of JobSet, which a TrainJob's pods come from: they have no label of ours. */
const JOB_SET = 'jobset.sigs.k8s.io/jobset-name';

/** The account that may start jobs of one kind, and nothing else. It is the platform's, so that no model can give itself rights. */
export function starterOf({ plural }: Crd): string {
  return `${plural}-starter`;
}

/** As `cluster.crds` in modelgate.config.ts names it. */
export function crdName({ plural, group }: Crd): string {
  return `${plural}.${group}`;
}

/** Whether the clusters have it in that version. */
export function isInstalled(crd: Crd, { cluster }: Config): boolean {
  return cluster?.crds[crdName(crd)]?.includes(crd.version) === true;
}

/** For every kind of job that the clusters have: an account with the right to create one and to see how it is. */
export class JobStarters extends Construct {
  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    for (const adapter of Object.values(ADAPTERS)) {
      if (adapter.by === 'operator' && isInstalled(adapter.crd, config)) this.#starter(adapter.crd);
    }
  }

  #starter(crd: Crd): void {
    const name = starterOf(crd);
    new ServiceAccount(this, `${name}-account`, { metadata: sharedMetadata('ServiceAccount', name), automountServiceAccountToken: false });
    new Role(this, `${name}-role`, {
      metadata: sharedMetadata('Role', name),
      rules: [{ apiGroups: [crd.group], resources: [crd.plural], verbs: ['create', 'get'] }],
    });
    new RoleBinding(this, `${name}-binding`, {
      metadata: sharedMetadata('RoleBinding', name),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name }],
    });
    if (crd.kind === 'TrainJob') new TrainJobConnections(this, 'Network');
  }
}

/** A TrainJob's pods call each other and download over HTTPS. They can't be told apart by model. */
class TrainJobConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string) {
    const trainers = { matchExpressions: [{ key: JOB_SET, operator: 'Exists' }] };
    super(scope, id, {
      metadata: sharedMetadata('NetworkPolicy', 'trainjobs'),
      spec: {
        podSelector: trainers,
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ podSelector: trainers }] }],
        egress: [toDns(), { to: [{ podSelector: trainers }] }, { ports: [{ protocol: 'TCP', port: 443 }] }],
      },
    });
  }
}
