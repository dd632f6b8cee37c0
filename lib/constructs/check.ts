import type { Config } from '../contracts/config.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { ClassifierProps } from './declaration.ts';
import type { Mistakes } from './mistakes.ts';

/** What a check may look at besides the declaration as data, and where it notes what it finds. */
export interface About {
  readonly props: ClassifierProps;
  readonly config: Config;
  readonly mistakes: Mistakes;
}

/** What a schema cannot say about one part of a declaration. It is only asked when the part fits its schema. */
export type Check = (spec: ModelSpec, about: About) => void;
