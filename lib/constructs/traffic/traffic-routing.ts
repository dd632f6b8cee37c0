import type { Plan } from '../plan.ts';
import { PRIMARY_ROUTE } from './traffic-routes.ts';

/** How a Rollout moves the weights of the unit's route: with its own support for Istio, or a plugin. */
export function trafficRouting({ spec: { id, traffic }, place }: Plan) {
  return traffic.via?.router === 'gateway-api'
    ? { plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: id, namespace: place.namespace } } }
    : { istio: { virtualService: { name: id, routes: [PRIMARY_ROUTE] } } };
}
