import { canaryServiceOf, type Plan } from '../plan.ts';
import { isSeldon } from '../serving/targets/is-seldon.ts';
import { kserveDeploymentOf } from '../serving/targets/names.ts';

/**
 * What callers saw, by the proxies on their side: that also counts calls that no server answered.
 * @param services matcher of the destination Service's name, with its operator: `="churn"`, `=~"churn(-canary)?"`
 */
export function callsTo(plan: Plan, services: `=${string}` | `=~${string}`): string {
  return `reporter="source",destination_service_namespace="${plan.place.namespace}",destination_service_name${services}`;
}

/** Calls to the model, whichever release answered them. */
export function callsToAny(plan: Plan): string {
  const { id, target } = plan.spec;
  // Knative's routes lead to a Service of each revision, and count its revisions in five digits.
  if (target?.system === 'knative') return callsTo(plan, `=~"${id}-[0-9]{5}"`);
  return callsTo(plan, plan.progressive ? `=~"${id}|${canaryServiceOf(plan)}"` : `="${id}"`);
}

/** Calls a second. */
export function callRate(calls: string, window: string): string {
  return `sum(rate(istio_requests_total{${calls}}[${window}]))`;
}

/** Share of calls answered with a 5xx, 0 to 1. Empty without data, NaN without calls; a service that never failed gives 0. */
export function errorRatio(calls: string, window: string): string {
  const all = callRate(calls, window);
  const failed = callRate(`${calls},response_code=~"5.."`, window);
  return `(${failed} or ${all} * 0) / ${all}`;
}

/** Latency in milliseconds below which the share `quantile` of calls lies, 0 to 1. Empty without data, NaN without calls. */
export function latencyQuantile(quantile: number, calls: string, window: string): string {
  return `histogram_quantile(${String(quantile)}, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${calls}}[${window}])))`;
}

/** Pods of the unit that are ready; with Seldon, replicas of its servers that have the model loaded, in whichever of Seldon's own versions. */
export function readyReplicas(plan: Plan): string {
  const { namespace } = plan.place;
  if (isSeldon(plan.spec.target)) return `seldon_loaded_model_gauge{namespace="${namespace}",model_internal=~"${plan.spec.id}_[0-9]+"}`;
  return plan.progressive
    ? `rollout_info_replicas_available{namespace="${namespace}",name="${plan.spec.id}"}`
    : `kube_deployment_status_replicas_available{namespace="${namespace}",deployment${deploymentOf(plan)}}`;
}

/** Matcher of the Deployment that runs the pods, by its name. */
function deploymentOf({ spec: { id, target } }: Plan): string {
  if (target?.system === 'kserve') return `="${kserveDeploymentOf(id)}"`;
  return target?.system === 'knative' ? `=~"${id}-[0-9]{5}-deployment"` : `="${id}"`;
}
