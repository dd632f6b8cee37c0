import type { Autoscaling } from '../../contracts/spec/autoscaling.ts';

/** Pods follow the server's CPU. @param target whole percent of the request, @default 70 */
export function cpu({ target = 70 }: { readonly target?: number } = {}): Autoscaling {
  return { by: 'cpu', target };
}

/** Pods follow the server's memory. @param target whole percent of the request */
export function memory({ target }: { readonly target: number }): Autoscaling {
  return { by: 'memory', target };
}

/** Pods follow a metric of their own, which the cluster's metrics adapter serves. @param target what each pod should have */
export function customMetric({ metric, target }: { readonly metric: string; readonly target: number }): Autoscaling {
  return { by: 'custom-metric', metric, target };
}

/** Pods follow a Prometheus query through KEDA. @param query gives the total over all pods, @param target what each pod should have of it */
export function keda({ query, target }: { readonly query: string; readonly target: number }): Autoscaling {
  return { by: 'keda', query, target };
}
