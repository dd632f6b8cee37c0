import { sha256 } from '../../sha256.ts';
import type { Search } from '../../contracts/spec/pipelines.ts';

type Value = Search['trials'][number][string];

/** Hyperparameters of the recipe's last step, and the values of each. */
export type Space = Readonly<Record<string, readonly [Value, ...Value[]]>>;

export interface SearchProps {
  /** Trials at one time. @default 4 */
  readonly parallel?: number;
}

const DEFAULT_PARALLEL = 4;

/** Every combination: `grid({ max_iter: [100, 200], learning_rate: [0.05, 0.1] })` is four trials. */
export function grid(space: Space, { parallel = DEFAULT_PARALLEL }: SearchProps = {}): Search {
  return { trials: combinations(space), parallel };
}

/**
 * Some combinations, drawn without repetition: `randomSearch({ ... }, { trials: 20, seed: 42 })`. The same seed draws the same ones,
 * because a declaration that gave other manifests each time could not be compared.
 */
export function randomSearch(
  space: Space,
  { trials, seed, parallel = DEFAULT_PARALLEL }: SearchProps & { readonly trials: number; readonly seed: number },
): Search {
  const drawn = combinations(space)
    .map((trial) => ({ trial, lot: sha256(`${String(seed)} ${JSON.stringify(trial)}`) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, trials);
  return { trials: drawn.map(({ trial }) => trial), parallel };
}

function combinations(space: Space): Search['trials'] {
  return Object.entries(space).reduce<Search['trials']>(
    (made, [name, values]) => made.flatMap((trial) => values.map((value) => ({ ...trial, [name]: value }))),
    [{}],
  );
}
