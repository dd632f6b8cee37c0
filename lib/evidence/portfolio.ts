import { byCodeUnit } from '../by-code-unit.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { Portfolio, RetiredDataset, ViewUse } from '../contracts/portfolio.ts';
import type { Releases } from '../contracts/releases.ts';
import { UserError, UserErrors } from '../errors.ts';
import { catalogPath, readCatalog } from './catalog.ts';
import type { Layout } from './layout.ts';
import { plainPlacements } from './plain-releases.ts';
import { findReleases, releasesPath } from './releases.ts';
import type { Tree } from './tree.ts';

/** What a unit is shown of the uses of one view, and of the models of one use: two uses are one too many already. */
const SHOWN_USES = 10;
const SHOWN_MODELS = 5;

/** What the models of one environment have in common. */
interface Sums {
  models: number;
  rollingOut: number;
  /** View -> commit -> models, by id. */
  readonly views: Map<string, Map<string, string[]>>;
}

/** What a unit's policies see of the other models in its environment. */
export type PortfolioOf = (spec: ModelSpec, environment: string) => Portfolio;

/**
 * Reads what the models of each environment have in common, once for all units, and of each model only the files that have something to say.
 * @param known models whose files somebody else reads and complains about
 * @returns what a unit sees of it, and what is wrong with the files of other models
 */
export async function readPortfolio(
  head: Tree,
  { models, manifests }: Pick<Layout, 'models' | 'manifests'>,
  retiredDatasets: readonly RetiredDataset[],
  known: readonly string[],
): Promise<{ readonly of: PortfolioOf; readonly errors: readonly UserError[] }> {
  const sums = new Map<string, Sums>();
  const errors: UserError[] = [];
  for (const model of models) {
    try {
      const placed = await extraordinary(head, model);
      const views = await declaredViews(head, model);
      for (const environment of manifests.get(model)?.keys() ?? []) {
        // What is retired may leave a file behind, and serves no more.
        if (placed[environment]?.retired !== undefined) continue;
        const here = sums.get(environment) ?? { models: 0, rollingOut: 0, views: new Map<string, Map<string, string[]>>() };
        sums.set(environment, here);
        here.models += 1;
        if (placed[environment]?.candidate !== undefined) here.rollingOut += 1;
        for (const { name, registryCommit } of views) add(here.views, name, registryCommit, model);
      }
    } catch (thrown) {
      if (!(thrown instanceof UserError || thrown instanceof UserErrors)) throw thrown;
      if (!known.includes(model)) errors.push(...(thrown instanceof UserErrors ? thrown.errors : [thrown]));
    }
  }
  const of: PortfolioOf = ({ id, data }, environment) => {
    const here = sums.get(environment);
    // A unit has manifests, or nothing is judged; so it was counted.
    if (here === undefined) throw new Error(`${id}/${environment} is in no portfolio`);
    const names = [...new Set((data?.featureViews ?? []).map(({ name }) => name))];
    return {
      models: here.models,
      rollingOut: here.rollingOut,
      featureViews: Object.fromEntries(names.map((name) => [name, uses(here.views.get(name))])),
      retiredDatasets,
    };
  };
  return { of, errors };
}

function add(views: Map<string, Map<string, string[]>>, name: string, registryCommit: string, model: string): void {
  const commits = views.get(name) ?? new Map<string, string[]>();
  views.set(name, commits);
  const users = commits.get(registryCommit) ?? [];
  commits.set(registryCommit, users);
  if (!users.includes(model)) users.push(model);
}

function uses(commits: ReadonlyMap<string, readonly string[]> | undefined): ViewUse[] {
  return [...(commits ?? [])]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .slice(0, SHOWN_USES)
    .map(([registryCommit, users]) => ({ registryCommit, count: users.length, models: users.slice(0, SHOWN_MODELS) }));
}

/** A file that can hold one of these keys at all, else null: only then it is read as a document. To spell it otherwise takes a backslash, in YAML as in JSON. */
async function holding(head: Tree, path: string, ...keys: readonly string[]): Promise<Buffer | null> {
  const bytes = await head.read(path);
  if (bytes === null) return null;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [...keys, '\\'].some((text) => file.includes(text)) ? file : null;
}

/** Placements of a model, when one of them is more than a stable release; else none. */
async function extraordinary(head: Tree, model: string): Promise<Releases['environments']> {
  const file = await holding(head, releasesPath(model), 'candidate', 'retired');
  if (file === null) return {};
  // Of bytes that are no ASCII it is not asked what they say.
  return plainPlacements(file.toString('latin1'), model) ?? (await findReleases(head, model))?.environments ?? {};
}

async function declaredViews(head: Tree, model: string): Promise<NonNullable<NonNullable<ModelSpec['data']>['featureViews']>> {
  if ((await holding(head, catalogPath(model), '"featureViews"')) === null) return [];
  return (await readCatalog(head, model)).data?.featureViews ?? [];
}
