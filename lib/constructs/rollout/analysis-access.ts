import { ServiceAccount } from 'cdk8s-plus-27/lib/service-account.js';
import { Construct } from 'constructs';
import { AuthorizationPolicy, NetworkPolicy } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import { analysisNameOf, type Plan } from '../plan.ts';
import { ISTIOD_NAMESPACE, ISTIOD_PORT, namespaceNamed, principal, toDns } from '../security/mesh.ts';
import { namespaceOfHost } from '../traffic/cluster-host.ts';

/** The account and the connections of the job that decides about a rollout. */
export class AnalysisAccess extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const name = analysisNameOf(plan.spec.id);
    new ServiceAccount(this, 'Account', { metadata: unitMetadata(plan, 'ServiceAccount', name), automountToken: false });
    new JobConnections(this, 'Network', plan, name);
    if (plan.spec.rollout.strategy === 'shadow') {
      new JobReachesPods(this, 'Reached', plan, name);
      new JobMayCall(this, 'Calls', plan, name);
    }
  }
}

const to = (namespace: string, port: number) => ({ to: [namespaceNamed(namespace)], ports: [{ protocol: 'TCP' as const, port }] });

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** Nobody calls the job. It asks Prometheus, or the request log and both releases. */
class JobConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan, name: string) {
    const { rollout, runtime, id: model } = plan.spec;
    const asked =
      rollout.strategy === 'shadow'
        ? [
            to(ISTIOD_NAMESPACE, ISTIOD_PORT),
            to(namespaceOfHost(new URL(rollout.compare.requests).hostname), portOf(rollout.compare.requests)),
            { to: [{ podSelector: { matchLabels: selectorLabels(model) } }], ports: [{ protocol: 'TCP' as const, port: runtime.port }] },
          ]
        : [to(plan.config.prometheus.namespace, portOf(plan.config.prometheus.address))];
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy', name),
      spec: { podSelector: { matchLabels: selectorLabels(name) }, policyTypes: ['Ingress', 'Egress'], egress: [toDns(), ...asked] },
    });
  }
}

class JobReachesPods extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan, name: string) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy', `${plan.spec.id}-from-analysis`),
      spec: {
        podSelector: { matchLabels: selectorLabels(plan.spec.id) },
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: { matchLabels: selectorLabels(name) } }], ports: [{ protocol: 'TCP', port: plan.spec.runtime.port }] },
        ],
      },
    });
  }
}

class JobMayCall extends AuthorizationPolicy {
  constructor(scope: Construct, id: string, plan: Plan, name: string) {
    const { runtime, rollout } = plan.spec;
    super(scope, id, {
      metadata: unitMetadata(plan, 'AuthorizationPolicy', name),
      spec: {
        selector: { matchLabels: selectorLabels(plan.spec.id) },
        action: 'ALLOW',
        rules: [
          {
            from: [{ source: { principals: [principal(plan.place.namespace, name)] } }],
            to: [
              {
                operation: {
                  methods: ['POST'],
                  ...(rollout.strategy === 'shadow' ? { paths: [rollout.compare.path] } : {}),
                  ports: [String(runtime.port)],
                },
              },
            ],
          },
        ],
      },
    });
  }
}
