import type { Autoscaling } from '../../contracts/spec/autoscaling.ts';
import { fromGiven } from '../from-given.ts';

/** Pods follow the server's CPU. @param props `target` is whole percent of the request, @default 70 */
export function cpu(props: { readonly target?: number } = {}): Autoscaling {
  return fromGiven(props, ({ target = 70, ...rest }) => ({ by: 'cpu', target, ...rest }));
}

/** Pods follow the server's memory. @param props `target` is whole percent of the request */
export function memory(props: { readonly target: number }): Autoscaling {
  return fromGiven(props, (given) => ({ by: 'memory', ...given }));
}

/** Pods follow a metric of their own, which the cluster's metrics adapter serves. @param props `target` is what each pod should have */
export function customMetric(props: { readonly metric: string; readonly target: number }): Autoscaling {
  return fromGiven(props, (given) => ({ by: 'custom-metric', ...given }));
}

/** Pods follow a Prometheus query through KEDA. @param props `query` gives the total over all pods, `target` is what each pod should have of it */
export function keda(props: { readonly query: string; readonly target: number }): Autoscaling {
  return fromGiven(props, (given) => ({ by: 'keda', ...given }));
}
