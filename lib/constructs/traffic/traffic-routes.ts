import { Construct } from 'constructs';
import { DestinationRule, VirtualService } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { Unit } from '../unit.ts';
import { canaryServiceOf, SERVICE_PORT, type Plan } from '../plan.ts';
import { egressOf } from './artifact-host.ts';
import { CALL } from './call.ts';
import { servingPorts, type ServingPort } from '../serving/ports.ts';
import { DeclaredEgress } from './egress.ts';
import { ModelHttpRoute } from './http-route.ts';
import { ModelIngress } from './ingress-route.ts';
import { isSeldon } from '../serving/targets/is-seldon.ts';
import { INTERNAL_MODEL_HEADER, MODEL_HEADER } from '../serving/targets/seldon-proxy.ts';
import { foreignHosts } from './foreign-hosts.ts';
import { KnativeRoute } from './knative-route.ts';
import { outsideHost } from './outside-host.ts';
import { RateLimitFilter } from './rate-limit-filter.ts';
import { GATEWAY } from './shared-gateway.ts';

/** The route whose weights a Rollout moves. */
export const PRIMARY_ROUTE = 'primary';

/** How calls reach the model: one route for callers outside and in the mesh, split between the releases while one is rolled out. */
export class TrafficRoutes extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const { traffic, target } = plan.spec;
    const { via = { router: 'istio' as const }, rateLimit } = traffic;
    const egress = egressOf(plan);
    const host = outsideHost(plan);
    if (target?.system === 'knative') new KnativeRoute(this, 'Route', plan, host, target);
    else if (via.router === 'istio') new ModelRoute(this, 'Route', plan, host);
    else if (via.router === 'gateway-api') new ModelHttpRoute(this, 'Route', plan, host, via);
    else new ModelIngress(this, 'Route', plan, host, via);
    // Knative's own routes lead to Services of each revision, whose names change.
    if (target?.system !== 'knative') new Destination(this, 'Stable', plan, plan.spec.id);
    if (plan.progressive) new Destination(this, 'Canary', plan, canaryServiceOf(plan));
    if (rateLimit !== undefined) new RateLimitFilter(this, 'RateLimit', plan, rateLimit);
    if (egress.length > 0) new DeclaredEgress(this, 'Egress', plan, egress);
    this.node.addValidation({ validate: () => foreignHosts(Unit.of(this), plan) });
  }
}

/** Ports that consumers call beside HTTP: gRPC, the explainer's. */
function otherPorts(plan: Plan): readonly ServingPort[] {
  return servingPorts(plan).filter(({ use, servicePort }) => use === 'calls' && servicePort !== SERVICE_PORT);
}

/** Names of the routes whose weights a Rollout moves: a share of calls is a share on every port. */
export function weightedRoutes(plan: Plan): string[] {
  return [PRIMARY_ROUTE, ...otherPorts(plan).map(({ name }) => name)];
}

class ModelRoute extends VirtualService {
  constructor(scope: Construct, id: string, plan: Plan, outside: string) {
    const name = plan.spec.id;
    super(scope, id, {
      metadata: unitMetadata(plan, 'VirtualService'),
      spec: {
        hosts: [outside, `${name}.${plan.place.namespace}.svc.cluster.local`],
        gateways: [GATEWAY, 'mesh'],
        // The last one takes every call that is left, whatever port it was meant for, so other ports come before it.
        http: [
          ...otherPorts(plan).map(({ name: route, servicePort }) => ({
            name: route,
            match: [{ port: servicePort }],
            ...CALL,
            ...destinations(plan, servicePort),
          })),
          { name: PRIMARY_ROUTE, ...CALL, ...addressed(plan), ...destinations(plan, SERVICE_PORT) },
        ],
      },
    });
  }
}

/** Seldon's proxy knows the model by a header; the one that its servers go by is for the proxy alone to set. */
function addressed({ spec: { id, target } }: Plan) {
  if (!isSeldon(target)) return {};
  return { headers: { request: { set: { [MODEL_HEADER]: id }, remove: [INTERNAL_MODEL_HEADER] } } };
}

/** Where calls go before a rollout begins. A preview gets copies all along: while nothing is rolled out, it is what serves. */
function destinations(plan: Plan, port: number) {
  const { id, rollout } = plan.spec;
  const at = (host: string) => ({ host, port: { number: port } });
  const to = (host: string, weight: number) => ({ destination: at(host), weight });
  if (!plan.progressive) return { route: [to(id, 100)] };
  if (rollout.strategy !== 'blueGreen') return { route: [to(id, 100), to(canaryServiceOf(plan), 0)] };
  return { route: [to(id, 100)], mirror: at(canaryServiceOf(plan)), mirrorPercentage: { value: rollout.mirrorPercent } };
}

/** How the mesh talks to one Service. */
class Destination extends DestinationRule {
  constructor(scope: Construct, id: string, plan: Plan, host: string) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'DestinationRule', host),
      spec: {
        host,
        trafficPolicy: {
          tls: { mode: 'ISTIO_MUTUAL' },
          // Limits of each caller's proxy, for each pod's sake: what exceeds them is answered with 503 at once instead of queueing.
          connectionPool: {
            tcp: { connectTimeout: '2s', maxConnections: 200 },
            http: { http1MaxPendingRequests: 200, http2MaxRequests: 200 },
          },
          outlierDetection: { consecutive5xxErrors: 5, interval: '30s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
        },
      },
    });
  }
}
