import type { Explainer, Stage } from '../../contracts/spec/stages.ts';
import { fromGiven } from '../from-given.ts';
import type { ServerSize } from './runtimes/preset.ts';

export interface BesideProps extends ServerSize {
  /** By digest: `registry.example.com/models/tokenizer@sha256:...`. */
  readonly image: `${string}@sha256:${string}`;
  /** Where it answers over HTTP, 1024 to 65535, unlike any other port of the pod. */
  readonly port: number;
  /** @default /healthz */
  readonly livenessPath?: `/${string}`;
  /** @default /readyz */
  readonly readinessPath?: `/${string}`;
}

function beside<Props extends BesideProps>(props: Props) {
  return fromGiven(props, ({ livenessPath = '/healthz', readinessPath = '/readyz', ...rest }) => ({
    livenessPath,
    readinessPath,
    ...rest,
  }));
}

/**
 * A stage before the server: it takes the call, asks the next at `NEXT_URL`, and gives back the answer. What it does with the call is
 * pre-processing, what it does with the answer is post-processing.
 */
export function stage(props: BesideProps & { readonly name: string }): Stage {
  return beside(props);
}

/** What explains predictions: callers reach it on its own port of the Service, it asks the model at `PREDICT_URL`. */
export function explainer(props: BesideProps): Explainer {
  return beside(props);
}
