import { Construct } from 'constructs';
import type { Issuer } from '../../contracts/spec/traffic.ts';
import { AuthorizationPolicy, NetworkPolicy, RequestAuthentication } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { callPorts, KNATIVE_LOAD_PORT, metricsPort } from '../serving/ports.ts';
import { isSeldon } from '../serving/targets/is-seldon.ts';
import { artifactHost } from '../traffic/artifact-host.ts';
import { entranceOf } from '../traffic/entrance.ts';
import { CALLS, ISTIOD_NAMESPACE, ISTIOD_PORT, namespaceNamed, principal, PROXY_METRICS_PORT, toDns } from './mesh.ts';
import { toHost } from './networks.ts';
import { Secrets } from './secrets.ts';
import { SharedProxyCallers, SharedProxyConnections } from './shared-proxy.ts';

/** Who may reach the unit's pods, and whom they may reach; everyone else is denied by what the environment shares. */
export class Security extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    if (isSeldon(plan.spec.target)) {
      new SharedProxyConnections(this, 'Network', plan);
      new SharedProxyCallers(this, 'Callers', plan);
    } else {
      new AllowedConnections(this, 'Network', plan);
      new AllowedCallers(this, 'Callers', plan);
    }
    if (plan.spec.traffic.issuers !== undefined) new TrustedIssuers(this, 'Issuers', plan, plan.spec.traffic.issuers);
    new Secrets(this, 'Secrets', plan);
  }
}

/** Connections by namespace: the layer below the mesh's identities. */
class AllowedConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { consumers, egress = [] } = plan.spec.traffic;
    const { target } = plan.spec;
    const { tracing } = plan.config.istio;
    const artifact = artifactHost(plan);
    const entrance = entranceOf(plan.spec, plan.config);
    const callers = [...new Set([entrance.namespace, ...consumers.map(({ namespace }) => namespace)])];
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy'),
      spec: {
        podSelector: { matchLabels: selectorLabels(plan.spec.id) },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: callers.map(namespaceNamed),
            ports: callPorts(plan).map((port) => ({ protocol: 'TCP' as const, port })),
          },
          {
            from: [namespaceNamed(plan.config.prometheus.namespace)],
            ports: [
              { protocol: 'TCP', port: metricsPort(plan).containerPort },
              { protocol: 'TCP', port: PROXY_METRICS_PORT },
            ],
          },
          // Knative's autoscaler counts the calls in progress.
          ...(target?.system === 'knative'
            ? [
                {
                  from: [namespaceNamed(target.namespace)],
                  ports: [{ protocol: 'TCP' as const, port: KNATIVE_LOAD_PORT }],
                },
              ]
            : []),
        ],
        egress: [
          toDns(),
          // An artifact store has no selector; the checksum decides what comes back.
          ...(artifact === undefined ? [] : [{ ports: [{ protocol: 'TCP' as const, port: artifact.port }] }]),
          { to: [namespaceNamed(ISTIOD_NAMESPACE)], ports: [{ protocol: 'TCP', port: ISTIOD_PORT }] },
          ...(tracing === undefined
            ? []
            : [{ to: [namespaceNamed(tracing.namespace)], ports: [{ protocol: 'TCP' as const, port: tracing.port }] }]),
          ...egress.map(toHost),
        ],
      },
    });
  }
}

/** Calls by identity. A path only narrows what an identity may do, it never lets anybody in. */
class AllowedCallers extends AuthorizationPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { metricsPath } = plan.spec.runtime;
    const { consumers, issuers } = plan.spec.traffic;
    const { target } = plan.spec;
    const entrance = entranceOf(plan.spec, plan.config);
    const ports = callPorts(plan).map(String);
    super(scope, id, {
      metadata: unitMetadata(plan, 'AuthorizationPolicy'),
      spec: {
        selector: { matchLabels: selectorLabels(plan.spec.id) },
        action: 'ALLOW',
        rules: [
          {
            from: [
              {
                source: {
                  principals: [principal(entrance.namespace, entrance.serviceAccount)],
                  // A RequestAuthentication refuses bad tokens, but lets callers without any through: this asks for one.
                  ...(issuers === undefined ? {} : { requestPrincipals: issuers.map(({ issuer }) => `${issuer}/*`) }),
                },
              },
            ],
            to: [{ operation: { methods: [...CALLS], notPaths: [metricsPath], ports } }],
          },
          ...consumers.map(({ namespace, serviceAccount, methods = CALLS, paths }) => ({
            from: [{ source: { principals: [principal(namespace, serviceAccount)] } }],
            to: [
              {
                operation: {
                  methods: [...methods],
                  ...(paths === undefined ? {} : { paths: [...paths] }),
                  notPaths: [metricsPath],
                  ports,
                },
              },
            ],
          })),
          {
            // Installations differ in Prometheus's account, so any account of its namespace may read the metrics.
            from: [{ source: { principals: [principal(plan.config.prometheus.namespace, '*')] } }],
            to: [{ operation: { methods: ['GET'], paths: [metricsPath], ports: [String(metricsPort(plan).containerPort)] } }],
          },
          // Not the activator's calls: all callers would have its identity.
          ...(target?.system === 'knative'
            ? [
                {
                  from: [{ source: { principals: [principal(target.namespace, '*')] } }],
                  to: [{ operation: { methods: ['GET'], paths: ['/metrics'], ports: [String(KNATIVE_LOAD_PORT)] } }],
                },
              ]
            : []),
        ],
      },
    });
  }
}

/** Whose tokens are believed. istiod fetches the keys, so the unit's proxies need no way to the issuer. */
class TrustedIssuers extends RequestAuthentication {
  constructor(scope: Construct, id: string, plan: Plan, issuers: readonly Issuer[]) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'RequestAuthentication'),
      spec: {
        selector: { matchLabels: selectorLabels(plan.spec.id) },
        jwtRules: issuers.map(({ issuer, jwksUri, audiences }) => ({
          issuer,
          jwksUri,
          audiences: [...audiences],
          forwardOriginalToken: false,
        })),
      },
    });
  }
}
