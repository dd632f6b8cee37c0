import { Construct } from 'constructs';
import { AuthorizationPolicy, NetworkPolicy } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { metricsPort, servingPorts } from '../serving/ports.ts';
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
    const called = servingPorts(plan).filter(({ use }) => use === 'calls');
    const { ingressNamespace } = plan.config.istio;
    const callers = [...new Set([ingressNamespace, ...plan.spec.traffic.consumers.map(({ namespace }) => namespace)])];
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy'),
      spec: {
        podSelector: { matchLabels: selectorLabels(plan.spec.id) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: callers.map(namespaceNamed),
            ports: called.map(({ containerPort }) => ({ protocol: 'TCP' as const, port: containerPort })),
          },
          {
            from: [namespaceNamed(plan.config.prometheus.namespace)],
            ports: [
              { protocol: 'TCP', port: metricsPort(plan).containerPort },
              { protocol: 'TCP', port: PROXY_METRICS_PORT },
            ],
          },
        ],
        egress: [
          toDns(),
          // An artifact store has no selector; the checksum decides what comes back.
          ...(plan.spec.modelVolume?.from === 'download' ? [{ ports: [{ protocol: 'TCP' as const, port: 443 }] }] : []),
          { to: [namespaceNamed(ISTIOD_NAMESPACE)], ports: [{ protocol: 'TCP', port: ISTIOD_PORT }] },
        ],
      },
    });
  }
}

/** Calls by identity. A path only narrows what an identity may do, it never lets anybody in. */
class AllowedCallers extends AuthorizationPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { metricsPath } = plan.spec.runtime;
    const called = servingPorts(plan).filter(({ use }) => use === 'calls');
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
            to: [
              {
                operation: {
                  methods: ['GET', 'POST'],
                  notPaths: [metricsPath],
                  ports: called.map(({ containerPort }) => String(containerPort)),
                },
              },
            ],
          },
          {
            // Installations differ in Prometheus's account, so any account of its namespace may read the metrics.
            from: [{ source: { principals: [principal(plan.config.prometheus.namespace, '*')] } }],
            to: [{ operation: { methods: ['GET'], paths: [metricsPath], ports: [String(metricsPort(plan).containerPort)] } }],
          },
        ],
      },
    });
  }
}
