import type { Construct } from 'constructs';
import type { Knative } from '../../contracts/spec/target.ts';
import { VirtualService } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { CALL } from './call.ts';
import { GATEWAY } from './shared-gateway.ts';

/**
 * The way in from outside to a Knative Service: its own routes lie behind the gateway inside the mesh and know it by the name that
 * it has there. Callers in the mesh use that name, so they need no route of ours.
 */
export class KnativeRoute extends VirtualService {
  constructor(scope: Construct, id: string, plan: Plan, outside: string, { gatewayNamespace }: Knative) {
    super(scope, id, {
      metadata: unitMetadata(plan, 'VirtualService'),
      spec: {
        hosts: [outside],
        gateways: [GATEWAY],
        http: [
          {
            name: 'primary',
            ...CALL,
            rewrite: { authority: `${plan.spec.id}.${plan.place.namespace}.svc.cluster.local` },
            route: [
              {
                destination: { host: `knative-local-gateway.${gatewayNamespace}.svc.cluster.local`, port: { number: 80 } },
                weight: 100,
              },
            ],
          },
        ],
      },
    });
  }
}
