import type { Construct } from 'constructs';
import type { Router } from '../../contracts/spec/traffic.ts';
import { Ingress } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { SERVICE_PORT, type Plan } from '../plan.ts';

/** The model's route as an Ingress. Its certificate is the controller's default one: no Secret is named here. */
export class ModelIngress extends Ingress {
  constructor(scope: Construct, id: string, plan: Plan, host: string, { className }: Extract<Router, { router: 'ingress' }>) {
    const backend = { service: { name: plan.spec.id, port: { number: SERVICE_PORT } } };
    super(scope, id, {
      metadata: unitMetadata(plan, 'Ingress'),
      spec: {
        ingressClassName: className,
        tls: [{ hosts: [host] }],
        rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      },
    });
  }
}
