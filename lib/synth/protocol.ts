import type { RiskTier } from '../contracts/common.ts';
import type { Config } from '../contracts/config.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';
import type { ModelFacts } from '../contracts/unit-facts.ts';
import type { Filter } from './filter.ts';
import type { Packed } from './pack.ts';

/** What the worker is told first. Everything is plain data: it is cloned into the thread. */
export interface Job {
  /** The repository's folder, its links resolved. */
  readonly root: string;
  /** URL of the bundle of declarations. */
  readonly bundle: string;
  /** Shared by both sides: the first element counts the orders that the worker began with. It can be read when the worker is gone. */
  readonly begun: Int32Array<SharedArrayBuffer>;
  /** Null to read the configuration only. The facts of the models come one by one, as `Order`s. */
  readonly render: {
    readonly thresholds: Readonly<Record<RiskTier, ThresholdFile>>;
    readonly filter: Filter;
    /** Render what models share, too. */
    readonly shared: boolean;
  } | null;
}

/** What the worker is told while it runs: the facts of the next model as JSON, which crosses faster than objects; null when there is none. */
export type Order = string | null;

export function orderOf(facts: ModelFacts): Order {
  return JSON.stringify(facts);
}

export function factsIn(order: string): ModelFacts {
  return JSON.parse(order) as ModelFacts;
}

/** A UserError as plain data. */
export interface PlainError {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/** Path relative to the repository, text, and the SHA-256 of its UTF-8. */
export type Rendered = readonly [path: string, text: string, sha256: string];

/** What the worker says. Without `done` at the end, it did not finish, whatever its exit code. */
export type Message =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'shared'; readonly files: Packed }
  | {
      readonly kind: 'model';
      readonly model: string;
      /** Of the environments that came out right. */
      readonly files: Packed;
      /** First label of its hosts; null when its mistakes left that open. */
      readonly subdomain: string | null;
      readonly errors: readonly PlainError[];
    }
  /** The configuration, or what models share, can't be used: nothing else will follow. */
  | { readonly kind: 'failed'; readonly errors: readonly PlainError[] }
  | { readonly kind: 'done' };
