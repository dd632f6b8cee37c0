import { sha256 } from '../../sha256.ts';
import { MOST_TRIALS, type Search } from '../../contracts/spec/pipelines.ts';
import { fromGiven } from '../from-given.ts';

type Trial = Search['trials'][number];
type Value = Trial[string];

/** Hyperparameters of the recipe's last step, and the values of each. */
export type Space = Readonly<Record<string, readonly [Value, ...Value[]]>>;

export interface SearchProps {
  /** Trials at one time. @default 4 */
  readonly parallel?: number;
}

export interface RandomSearchProps extends SearchProps {
  /** How many combinations are drawn, at most 200. */
  readonly trials: number;
  /** A whole number; another one draws others. */
  readonly seed: number;
}

const DEFAULT_PARALLEL = 4;

/** Every combination: `grid({ max_iter: [100, 200], learning_rate: [0.05, 0.1] })` is four trials. */
export function grid(space: Space, props: SearchProps = {}): Search {
  return fromGiven(props, ({ parallel = DEFAULT_PARALLEL, ...rest }) => ({
    // One more than there may be is enough to be refused.
    trials: inSpace(space, (combinations) => combinations.first(MOST_TRIALS + 1)),
    parallel,
    ...rest,
  }));
}

/**
 * Some combinations, drawn without repetition: `randomSearch({ ... }, { trials: 20, seed: 42 })`. The same seed draws the same ones,
 * because a declaration that gave other manifests each time could not be compared.
 */
export function randomSearch(space: Space, props: RandomSearchProps): Search {
  return fromGiven(props, ({ trials, seed, parallel = DEFAULT_PARALLEL, ...rest }) => ({
    trials: inSpace(space, (combinations) => combinations.drawn(trials, seed)),
    parallel,
    drawn: { trials, seed },
    ...rest,
  }));
}

/** What is no space is handed on as it is, to be refused. */
function inSpace(space: Space, choose: (combinations: Combinations) => Search['trials']): Search['trials'] {
  const isSpace = typeof space === 'object' && (space as unknown) !== null && Object.values(space).every((values) => Array.isArray(values));
  return isSpace ? choose(new Combinations(space)) : (space as unknown as Search['trials']);
}

/** The combinations of a space in a fixed order, made one by one: there may be more than a memory holds. */
class Combinations {
  readonly #axes: readonly (readonly [name: string, values: readonly Value[]])[];
  readonly #count: number;

  constructor(space: Space) {
    this.#axes = Object.entries(space);
    this.#count = this.#axes.reduce((count, [, values]) => count * values.length, 1);
  }

  /** The values of the last name change fastest. */
  #at(index: number): Trial {
    let left = index;
    const picked = this.#axes.toReversed().map(([name, values]): [string, Value] => {
      const value = values[left % values.length] ?? null;
      left = Math.floor(left / values.length);
      return [name, value];
    });
    return Object.fromEntries(picked.reverse());
  }

  first(most: number): Search['trials'] {
    return Array.from({ length: Math.min(most, this.#count) }, (_, index) => this.#at(index));
  }

  drawn(trials: number, seed: number): Search['trials'] {
    const wanted = Math.min(Number.isInteger(trials) ? trials : 0, MOST_TRIALS, this.#count);
    // By place, not by value: a list that names a value twice must not be drawn from for ever, but be refused.
    const found = new Map<string, Trial>();
    for (let turn = 0; found.size < wanted; turn++) {
      const places = this.#axes.map(([name, values]) => lotOf(seed, turn, name) % values.length);
      found.set(places.join(), Object.fromEntries(this.#axes.map(([name, values], axis) => [name, values[places[axis] ?? 0] ?? null])));
    }
    return [...found.values()];
  }
}

/** A whole number below 2^52 that looks like chance. */
function lotOf(seed: number, turn: number, name: string): number {
  return Number.parseInt(sha256(`${String(seed)} ${String(turn)} ${name}`).slice(0, 13), 16);
}
