import type { Construct } from 'constructs';
import type { Router } from '../../contracts/spec/traffic.ts';
import { HttpRoute } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { canaryServiceOf, SERVICE_PORT, type Plan } from '../plan.ts';

/**
 * The model's route as the Gateway API says it. It hangs on the Gateway for callers outside, and on the Service for those in the
 * mesh, so that a canary sees both.
 */
export class ModelHttpRoute extends HttpRoute {
  constructor(scope: Construct, id: string, plan: Plan, host: string, via: Extract<Router, { router: 'gateway-api' }>) {
    const name = plan.spec.id;
    const to = (service: string, weight: number) => ({
      group: '' as const,
      kind: 'Service' as const,
      name: service,
      port: SERVICE_PORT,
      weight,
    });
    super(scope, id, {
      metadata: unitMetadata(plan, 'HTTPRoute'),
      spec: {
        parentRefs: [
          { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: via.gateway, namespace: via.namespace },
          { group: '', kind: 'Service', name, port: SERVICE_PORT },
        ],
        hostnames: [host],
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            timeouts: { request: '10s' },
            backendRefs: plan.progressive ? [to(name, 100), to(canaryServiceOf(plan), 0)] : [to(name, 100)],
          },
        ],
      },
    });
  }
}
