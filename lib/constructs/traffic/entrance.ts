import type { Config } from '../../contracts/config.ts';
import type { ModelSpec } from '../../contracts/model-spec.ts';

/** The identity of the proxy through which calls from outside come. */
export function entranceOf(
  { traffic: { via } }: ModelSpec,
  { istio }: Config,
): { readonly namespace: string; readonly serviceAccount: string } {
  return via === undefined || via.router === 'istio'
    ? { namespace: istio.ingressNamespace, serviceAccount: istio.ingressServiceAccount }
    : via;
}
