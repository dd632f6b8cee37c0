import type { Router } from '../../contracts/spec/traffic.ts';
import { fromGiven } from '../from-given.ts';

/** The mesh's own routes, behind the ingress gateway of `modelgate.config.ts`: a VirtualService. */
export function istio(): Router {
  return { router: 'istio' };
}

export interface GatewayApiProps {
  /** The Gateway that the route attaches to, and its namespace. */
  readonly gateway: string;
  readonly namespace: string;
  /** The account that the Gateway's proxies run as, in the same namespace. */
  readonly serviceAccount: string;
}

/** The Kubernetes Gateway API: an HTTPRoute. A Rollout moves its weights with the plugin argoproj-labs/gatewayAPI. */
export function gatewayApi(props: GatewayApiProps): Router {
  return fromGiven(props, (given) => ({ router: 'gateway-api', ...given }));
}

export interface IngressProps {
  readonly className: string;
  /** Where the controller runs, and as whom; its pods are in the mesh. */
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** An Ingress, where no traffic is split: not for progressive environments. */
export function ingress(props: IngressProps): Router {
  return fromGiven(props, (given) => ({ router: 'ingress', ...given }));
}
