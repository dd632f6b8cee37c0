import type { Knative, KServe, Seldon } from '../../../contracts/spec/target.ts';
import { fromGiven } from '../../from-given.ts';

/** Serves by a KServe InferenceService in an environment that hands out no traffic in steps. Needs KServe 0.16 or later. */
export function kserve(): KServe {
  return { system: 'kserve' };
}

export interface KnativeProps {
  /** Calls in progress that each pod should have, 1 to 10000: Knative's autoscaler holds the number of pods to it. */
  readonly concurrency: number;
  /** Where Knative Serving is installed. @default knative-serving */
  readonly namespace?: string;
  /** Where the Service `knative-local-gateway` is. @default istio-system */
  readonly gatewayNamespace?: string;
}

/** Serves by a Knative Service in an environment that hands out no traffic in steps. */
export function knative(props: KnativeProps): Knative {
  return fromGiven(props, ({ namespace = 'knative-serving', gatewayNamespace = 'istio-system', ...rest }) => ({
    system: 'knative',
    namespace,
    gatewayNamespace,
    ...rest,
  }));
}

export interface SeldonProps {
  /** Secret in the environment's namespace that says how the store of the model's files is reached. @default what Seldon's servers know already */
  readonly storageSecret?: string;
}

/**
 * Serves by a Model of Seldon Core 2, in servers that a platform team runs and several models share, in an environment that hands out no traffic
 * in steps. The release has to say where its files are (`artifact.url`), and that address has to hold the checksum.
 */
export function seldon(props: SeldonProps = {}): Seldon {
  return fromGiven(props, (given) => ({ system: 'seldon', ...given }));
}
