import type { Plan } from '../plan.ts';
import { managedRoutesOf } from '../rollout/managed-routes.ts';
import { weightedRoutes } from './traffic-routes.ts';

/** How a Rollout moves the weights of the unit's route: with its own support for Istio, or a plugin. */
export function trafficRouting(plan: Plan) {
  const { id, traffic, rollout } = plan.spec;
  const managed = managedRoutesOf(rollout);
  const routing =
    traffic.via?.router === 'gateway-api'
      ? { plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: id, namespace: plan.place.namespace } } }
      : { istio: { virtualService: { name: id, routes: weightedRoutes(plan) } } };
  return managed.length === 0 ? routing : { ...routing, managedRoutes: managed.map((name) => ({ name })) };
}
