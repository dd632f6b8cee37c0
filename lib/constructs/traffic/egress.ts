import { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import type { Egress } from '../../contracts/spec/traffic.ts';
import { ServiceEntry, Sidecar } from '../kinds.ts';
import { selectorLabels, sharedMetadata, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { ISTIOD_NAMESPACE } from '../security/mesh.ts';
import { isClusterHost, namespaceOfHost } from './cluster-host.ts';

/** What every proxy of a namespace sees: the Services beside it, istiod, and where spans go. */
function commonHosts(namespace: string, { istio: { tracing } }: Config): readonly string[] {
  return [
    // Services only: `./*` would take in the hosts that other models declared.
    `./*.${namespace}.svc.cluster.local`,
    `${ISTIOD_NAMESPACE}/istiod.${ISTIOD_NAMESPACE}.svc.cluster.local`,
    ...(tracing === undefined ? [] : [`${tracing.namespace}/${tracing.service}.${tracing.namespace}.svc.cluster.local`]),
  ];
}

const REGISTRY_ONLY = { mode: 'REGISTRY_ONLY' } as const;

/** What the proxies of an environment's namespace see where no unit says more. Any other call is answered with 502. */
export class DefaultSidecar extends Sidecar {
  constructor(scope: Construct, id: string, config: Config, namespace: string) {
    super(scope, id, {
      metadata: sharedMetadata('Sidecar', 'default'),
      spec: { egress: [{ hosts: [...commonHosts(namespace, config)] }], outboundTrafficPolicy: REGISTRY_ONLY },
    });
  }
}

/** The hosts that the unit's pods may call: known to the mesh, and to their proxies only. */
export class DeclaredEgress extends Construct {
  constructor(scope: Construct, id: string, plan: Plan, egress: readonly Egress[]) {
    super(scope, id);
    const hosts = [...new Set(egress.map(({ host }) => host))];
    for (const host of hosts.filter((name) => !isClusterHost(name))) {
      new ServiceEntry(this, host, {
        // A dot, which no model's id has, keeps the names of two models' entries apart.
        metadata: unitMetadata(plan, 'ServiceEntry', `${plan.spec.id}.${host}`),
        spec: {
          hosts: [host],
          exportTo: ['.'],
          location: 'MESH_EXTERNAL',
          resolution: 'DNS',
          ports: egress
            .filter((entry) => entry.host === host)
            .map(({ port, protocol }) => ({ number: port, name: `${protocol.toLowerCase()}-${String(port)}`, protocol })),
        },
      });
    }
    new Sidecar(this, 'Sidecar', {
      metadata: unitMetadata(plan, 'Sidecar'),
      spec: {
        workloadSelector: { labels: selectorLabels(plan.spec.id) },
        egress: [
          {
            hosts: [
              ...commonHosts(plan.place.namespace, plan.config),
              ...hosts.map((host) => `${isClusterHost(host) ? namespaceOfHost(host) : '.'}/${host}`),
            ],
          },
        ],
        outboundTrafficPolicy: REGISTRY_ONLY,
      },
    });
  }
}
