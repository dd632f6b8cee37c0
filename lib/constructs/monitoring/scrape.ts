import type { Construct } from 'constructs';
import { ServiceMonitor } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { metricsPort } from '../serving/ports.ts';
import { ROLE } from '../serving/role.ts';

/** Where Istio's Prometheus integration mounts the mesh certificate of the Prometheus pod. */
const MESH_CERTIFICATES = '/etc/prom-certs';

/** Scrapes the pods behind the unit's Services; the label `modelgate_dev_role` tells stable from canary. */
export class Scrape extends ServiceMonitor {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'ServiceMonitor'),
      spec: {
        selector: {
          matchLabels: selectorLabels(plan.spec.id),
          // KServe and Knative make Services of their own over the same pods, and label them like ours.
          ...(plan.spec.target === undefined ? {} : { matchExpressions: [{ key: ROLE, operator: 'Exists' as const }] }),
        },
        namespaceSelector: { matchNames: [plan.place.namespace] },
        targetLabels: [ROLE],
        endpoints: [
          {
            port: metricsPort(plan).name,
            path: plan.spec.runtime.metricsPath,
            interval: `${String(plan.spec.monitoring.scrapeSeconds)}s`,
            scheme: 'https',
            tlsConfig: {
              caFile: `${MESH_CERTIFICATES}/root-cert.pem`,
              certFile: `${MESH_CERTIFICATES}/cert-chain.pem`,
              keyFile: `${MESH_CERTIFICATES}/key.pem`,
              // A mesh certificate names an identity, not a host, and Prometheus can only compare hosts. The pod still checks Prometheus's.
              insecureSkipVerify: true,
            },
          },
        ],
      },
    });
  }
}
