import type { Construct } from 'constructs';
import { AuthorizationPolicy, NetworkPolicy } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { callPorts } from '../serving/ports.ts';
import { INTERNAL_MODEL_HEADER, MODEL_HEADER, SELDON_PODS, seldonPaths } from '../serving/targets/seldon-proxy.ts';
import { entranceOf } from '../traffic/entrance.ts';
import { CALLS, namespaceNamed, principal } from './mesh.ts';

/** Whose namespaces may reach the proxy that takes calls for all models. What else it is connected with is for its installation to say. */
export class SharedProxyConnections extends NetworkPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { namespace } = entranceOf(plan.spec, plan.config);
    const callers = [...new Set([namespace, ...plan.spec.traffic.consumers.map((consumer) => consumer.namespace)])];
    super(scope, id, {
      metadata: unitMetadata(plan, 'NetworkPolicy'),
      spec: {
        podSelector: { matchLabels: { ...SELDON_PODS } },
        policyTypes: ['Ingress'],
        ingress: [{ from: callers.map(namespaceNamed), ports: callPorts(plan).map((port) => ({ protocol: 'TCP' as const, port })) }],
      },
    });
  }
}

/** Who may call this model at the proxy that takes calls for all: by identity, the model's own paths, and the header that the proxy goes by. */
export class SharedProxyCallers extends AuthorizationPolicy {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { id: model, traffic } = plan.spec;
    const entrance = entranceOf(plan.spec, plan.config);
    const ports = callPorts(plan).map(String);
    const callers = [
      { who: principal(entrance.namespace, entrance.serviceAccount), methods: CALLS, paths: seldonPaths(model) },
      ...traffic.consumers.map(({ namespace, serviceAccount, methods = CALLS, paths = seldonPaths(model) }) => ({
        who: principal(namespace, serviceAccount),
        methods,
        paths,
      })),
    ];
    super(scope, id, {
      metadata: unitMetadata(plan, 'AuthorizationPolicy'),
      spec: {
        selector: { matchLabels: { ...SELDON_PODS } },
        action: 'ALLOW',
        rules: callers.map(({ who, methods, paths }) => ({
          from: [{ source: { principals: [who] } }],
          to: [{ operation: { methods: [...methods], paths: [...paths], ports } }],
          when: [
            { key: `request.headers[${MODEL_HEADER}]`, values: [model] },
            // A caller that names this model to the proxy must not name another one to the server behind it.
            { key: `request.headers[${INTERNAL_MODEL_HEADER}]`, notValues: ['*'] },
          ],
        })),
      },
    });
  }
}
