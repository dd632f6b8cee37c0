import { recall, remember } from '../remembered.ts';
import { sha256 } from '../sha256.ts';
import { catalogPath } from './catalog.ts';
import { countModels, join, type Count, type Counted, type EnvironmentsOf, type Sums } from './count-models.ts';
import { releasesPath } from './releases.ts';
import type { Tree } from './tree.ts';

/**
 * Counts models by their files, the same only once on a machine where git knows the files by their hashes.
 * @param tree may know `hash`; without it everything is read
 */
export async function countKnownModels(tree: Tree, models: readonly string[], environmentsOf: EnvironmentsOf): Promise<Count> {
  const known: string[] = [];
  const read: string[] = [];
  const sealed: string[] = [];
  for (const model of models) {
    const [releases, catalog] = [tree.hash?.(releasesPath(model)), tree.hash?.(catalogPath(model))];
    if (releases === undefined || catalog === undefined) {
      read.push(model);
      continue;
    }
    known.push(model);
    sealed.push([model, releases, catalog, ...environmentsOf(model)].join('\0'));
  }
  const rest = await countModels(tree, read, environmentsOf);
  if (known.length === 0) return rest;
  const seal = `portfolio-${sha256(sealed.join('\n'))}`;
  const { sums, errors } = recalled(seal) ?? (await countAnew(seal, tree, known, environmentsOf));
  join(sums, rest.sums);
  return { sums, errors: [...errors, ...rest.errors] };
}

async function countAnew(seal: string, tree: Tree, models: readonly string[], environmentsOf: EnvironmentsOf): Promise<Count> {
  const made = await countModels(tree, models, environmentsOf);
  // A mistake is told each time.
  if (made.errors.length === 0) remember(seal, written(made.sums));
  return made;
}

function written(counted: Counted): string {
  return JSON.stringify(
    [...counted].map(([environment, { views, ...rest }]) => [
      environment,
      { ...rest, views: [...views].map(([name, uses]) => [name, [...uses]]) },
    ]),
  );
}

type Written = readonly (readonly [
  string,
  Omit<Sums, 'views'> & { readonly views: readonly (readonly [string, readonly (readonly [string, string[]])[]])[] },
])[];

/** @returns null when it isn't known, or was written down by half */
function recalled(seal: string): Count | null {
  const text = recall(seal);
  if (text === null) return null;
  let known: Written;
  try {
    known = JSON.parse(text) as Written;
  } catch {
    return null;
  }
  const sums = known.map(([environment, { views, ...rest }]): readonly [string, Sums] => [
    environment,
    { ...rest, views: new Map(views.map(([name, uses]) => [name, new Map(uses)])) },
  ]);
  return { sums: new Map(sums), errors: [] };
}
