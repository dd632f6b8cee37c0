import { Construct } from 'constructs';
import { AuthorizationPolicy, NetworkPolicy } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { ISTIOD_NAMESPACE, ISTIOD_PORT, namespaceNamed, principal, PROXY_METRICS_PORT, toDns } from './mesh.ts';

/** Who may reach the unit's pods; everyone else is denied by what the environment shares. */
export class Security extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    new AllowedConnections(this, 'Network', plan);
    new AllowedCallers(this, 'Callers', plan);
  }
}

/** Connections by namespace: the layer below the mesh's identities. */
class AllowedConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { port } = plan.spec.runtime;
    const { ingressNamespace } = plan.config.istio;
    const callers = [...new Set([ingressNamespace, ...plan.spec.traffic.consumers.map(({ namespace }) => namespace)])];
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy'),
      spec: {
        podSelector: { matchLabels: selectorLabels(plan.spec.id) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          { from: callers.map(namespaceNamed), ports: [{ protocol: 'TCP', port }] },
          {
            from: [namespaceNamed(plan.config.prometheus.namespace)],
            ports: [
              { protocol: 'TCP', port },
              { protocol: 'TCP', port: PROXY_METRICS_PORT },
            ],
          },
        ],
        egress: [toDns(), { to: [namespaceNamed(ISTIOD_NAMESPACE)], ports: [{ protocol: 'TCP', port: ISTIOD_PORT }] }],
      },
    });
  }
}

/** Calls by identity. A path only narrows what an identity may do, it never lets anybody in. */
class AllowedCallers extends AuthorizationPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { port, metricsPath } = plan.spec.runtime;
    const { ingressNamespace, ingressServiceAccount } = plan.config.istio;
    const consumers = plan.spec.traffic.consumers.map(({ namespace, serviceAccount }) => principal(namespace, serviceAccount));
    super(scope, id, {
      metadata: unitMetadata(plan, 'AuthorizationPolicy'),
      spec: {
        selector: { matchLabels: selectorLabels(plan.spec.id) },
        action: 'ALLOW',
        rules: [
          {
            from: [{ source: { principals: [principal(ingressNamespace, ingressServiceAccount), ...consumers] } }],
            to: [{ operation: { methods: ['GET', 'POST'], notPaths: [metricsPath], ports: [String(port)] } }],
          },
          {
            // Installations differ in Prometheus's account, so any account of its namespace may read the metrics.
            from: [{ source: { principals: [principal(plan.config.prometheus.namespace, '*')] } }],
            to: [{ operation: { methods: ['GET'], paths: [metricsPath], ports: [String(port)] } }],
          },
        ],
      },
    });
  }
}
