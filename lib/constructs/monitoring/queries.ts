import type { Plan } from '../plan.ts';

/**
 * What callers saw, by the proxies on their side: that also counts calls that no server answered.
 * @param services matcher of the destination Service's name, with its operator: `="churn"`, `=~"churn(-canary)?"`
 */
export function callsTo(plan: Plan, services: `=${string}` | `=~${string}`): string {
  return `reporter="source",destination_service_namespace="${plan.place.namespace}",destination_service_name${services}`;
}

/** Share of calls answered with a 5xx, 0 to 1. Empty without data, NaN without calls; a service that never failed gives 0. */
export function errorRatio(calls: string, window: string): string {
  const all = `sum(rate(istio_requests_total{${calls}}[${window}]))`;
  const failed = `sum(rate(istio_requests_total{${calls},response_code=~"5.."}[${window}]))`;
  return `(${failed} or ${all} * 0) / ${all}`;
}

/** Latency in milliseconds below which the share `quantile` of calls lies. Empty without data, NaN without calls. */
export function latencyQuantile(quantile: 0.95 | 0.99, calls: string, window: string): string {
  return `histogram_quantile(${String(quantile)}, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${calls}}[${window}])))`;
}
