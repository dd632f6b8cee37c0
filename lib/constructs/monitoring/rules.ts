import type { Construct } from 'constructs';
import { PrometheusRule } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { alerts } from './alerts.ts';
import { recordings } from './recordings.ts';

/** What Prometheus computes and watches for a unit. Recordings come first: a group is evaluated in order. */
export class Rules extends PrometheusRule {
  constructor(scope: Construct, id: string, plan: Plan) {
    const rules = [...recordings(plan), ...alerts(plan)];
    super(scope, id, {
      metadata: unitMetadata(plan, 'PrometheusRule'),
      spec: { groups: [{ name: `${plan.place.namespace}.${plan.spec.id}`, interval: '30s', rules }] },
    });
  }
}
