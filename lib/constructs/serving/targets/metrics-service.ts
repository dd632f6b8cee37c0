import type { Construct } from 'constructs';
import { Service } from '../../kinds.ts';
import { selectorLabels, unitMetadata } from '../../metadata.ts';
import type { Plan } from '../../plan.ts';
import { metricsPort } from '../ports.ts';
import { ROLE } from '../role.ts';
import { scrapedServiceOf } from './names.ts';

/** Knative's name for the port of the container that serves, in the pods that it makes. */
const USER_PORT = 'user-port';

/** Leads to the server itself, which none of Knative's own Services does, past Knative's proxy; the mesh lets nobody but Prometheus use it. */
export class MetricsService extends Service {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { name, containerPort } = metricsPort(plan);
    super(scope, id, {
      metadata: { ...unitMetadata(plan, 'Service', scrapedServiceOf(plan.spec)), labels: { [ROLE]: 'stable' } },
      spec: {
        type: 'ClusterIP',
        selector: selectorLabels(plan.spec.id),
        ports: [{ name, port: containerPort, targetPort: USER_PORT, protocol: 'TCP', appProtocol: 'http' }],
      },
    });
  }
}
