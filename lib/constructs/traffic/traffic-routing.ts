import type { Plan } from '../plan.ts';
import { managedRoutesOf } from '../rollout/managed-routes.ts';
import { PRIMARY_ROUTE } from './traffic-routes.ts';

/** How a Rollout moves the weights of the unit's route: with its own support for Istio, or a plugin. */
export function trafficRouting({ spec: { id, traffic, rollout }, place }: Plan) {
  const managed = managedRoutesOf(rollout);
  const routing =
    traffic.via?.router === 'gateway-api'
      ? { plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: id, namespace: place.namespace } } }
      : { istio: { virtualService: { name: id, routes: [PRIMARY_ROUTE] } } };
  return managed.length === 0 ? routing : { ...routing, managedRoutes: managed.map((name) => ({ name })) };
}
