import { byCodeUnit } from '../by-code-unit.ts';
import { DeclaredRollout, type ModelSpec } from '../contracts/model-spec.ts';
import type { DatasetRules, Portfolio, ViewUse } from '../contracts/portfolio.ts';
import type { Releases } from '../contracts/releases.ts';
import { problems } from '../contracts/schema.ts';
import { UserError, UserErrors } from '../errors.ts';
import { recall, remember } from '../remembered.ts';
import { sha256 } from '../sha256.ts';
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
  candidateTraffic: number;
  /** View -> commit -> models, by id. */
  readonly views: Map<string, Map<string, string[]>>;
}

/** By environment. */
type Counted = Map<string, Sums>;

/** What a unit's policies see of the other models in its environment. */
export type PortfolioOf = (spec: ModelSpec, environment: string) => Portfolio;

/**
 * Reads what the models of each environment have in common, once for all units, and of each model only the files that have something to say.
 * @param known models whose files somebody else reads and complains about
 * @param inPassing where the files of other models are read. @default `head`
 * @returns what a unit sees of it, and what is wrong with the files of other models
 */
export async function readPortfolio(
  head: Tree,
  { models, manifests }: Pick<Layout, 'models' | 'manifests'>,
  datasets: DatasetRules,
  known: readonly string[],
  inPassing = head,
): Promise<{ readonly of: PortfolioOf; readonly errors: readonly UserError[] }> {
  const theirs = new Set(known);
  const environmentsOf = (model: string) => [...(manifests.get(model)?.keys() ?? [])];
  const judged = await count(
    head,
    models.filter((model) => theirs.has(model)),
    environmentsOf,
  );
  const counted = judged.sums;
  const errors: UserError[] = [];
  for (const group of groups(
    inPassing,
    models.filter((model) => !theirs.has(model)),
    environmentsOf,
  )) {
    const before = group.seal === null ? null : recalled(group.seal);
    const { sums, errors: found } = before ?? (await count(inPassing, group.models, environmentsOf));
    errors.push(...found);
    if (before === null && found.length === 0 && group.seal !== null) remember(group.seal, written(sums));
    join(counted, sums);
  }
  const of: PortfolioOf = ({ id, data }, environment) => {
    const here = counted.get(environment);
    // A unit has manifests, or nothing is judged; so it was counted.
    if (here === undefined) throw new Error(`${id}/${environment} is in no portfolio`);
    const names = [...new Set((data?.featureViews ?? []).map(({ name }) => name))];
    return {
      models: here.models,
      rollingOut: here.rollingOut,
      candidateTraffic: here.candidateTraffic,
      featureViews: Object.fromEntries(names.map((name) => [name, uses(here.views.get(name))])),
      retiredDatasets: [...datasets.retiredDatasets],
      erasures: [...datasets.erasures],
    };
  };
  return { of, errors };
}

type EnvironmentsOf = (model: string) => readonly string[];

interface Group {
  readonly models: readonly string[];
  /** A name of everything that is read of them; null when git doesn't vouch for it. */
  readonly seal: string | null;
}

/** Models whose files git knows by their hashes, and those that are read each time. */
function groups(tree: Tree, models: readonly string[], environmentsOf: EnvironmentsOf): readonly Group[] {
  const [sealed, others]: [string[], string[]] = [[], []];
  const parts: string[] = [];
  for (const model of models) {
    const [releases, catalog] = [tree.hash?.(releasesPath(model)), tree.hash?.(catalogPath(model))];
    const isKnown = releases !== undefined && catalog !== undefined;
    (isKnown ? sealed : others).push(model);
    if (isKnown) parts.push([model, releases, catalog, ...environmentsOf(model)].join('\0'));
  }
  return [
    ...(sealed.length === 0 ? [] : [{ models: sealed, seal: `portfolio-${sha256(parts.join('\n'))}` }]),
    { models: others, seal: null },
  ];
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
function recalled(seal: string): { readonly sums: Counted; readonly errors: readonly UserError[] } | null {
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

function join(all: Counted, more: Counted): void {
  for (const [environment, { models, rollingOut, candidateTraffic, views }] of more) {
    const here = sumsOf(all, environment);
    here.models += models;
    here.rollingOut += rollingOut;
    here.candidateTraffic += candidateTraffic;
    for (const [name, commits] of views)
      for (const [commit, users] of commits) for (const user of users) add(here.views, name, commit, user);
  }
}

function sumsOf(counted: Counted, environment: string): Sums {
  const here = counted.get(environment) ?? {
    models: 0,
    rollingOut: 0,
    candidateTraffic: 0,
    views: new Map<string, Map<string, string[]>>(),
  };
  counted.set(environment, here);
  return here;
}

async function count(
  tree: Tree,
  models: readonly string[],
  environmentsOf: EnvironmentsOf,
): Promise<{ readonly sums: Counted; readonly errors: readonly UserError[] }> {
  const sums: Counted = new Map();
  const errors: UserError[] = [];
  for (const model of models) {
    try {
      const placed = await extraordinary(tree, model);
      const catalog = bufferOf(await tree.read(catalogPath(model)));
      const views = await declaredViews(tree, model, catalog);
      let rolling: DeclaredRollout | undefined;
      for (const environment of environmentsOf(model)) {
        // What is retired may leave a file behind, and serves no more.
        if (placed[environment]?.retired !== undefined) continue;
        const here = sumsOf(sums, environment);
        here.models += 1;
        if (placed[environment]?.candidate !== undefined) {
          here.rollingOut += 1;
          rolling ??= await declaredRollout(tree, model, catalog);
          here.candidateTraffic += greatestShare(rolling, environment);
        }
        for (const { name, registryCommit } of views) add(here.views, name, registryCommit, model);
      }
    } catch (thrown) {
      if (!(thrown instanceof UserError || thrown instanceof UserErrors)) throw thrown;
      errors.push(...(thrown instanceof UserErrors ? thrown.errors : [thrown]));
    }
  }
  return { sums, errors };
}

function add(views: Map<string, Map<string, string[]>>, name: string, registryCommit: string, model: string): void {
  const commits = views.get(name) ?? new Map<string, string[]>();
  views.set(name, commits);
  const users = commits.get(registryCommit) ?? [];
  commits.set(registryCommit, users);
  if (!users.includes(model)) users.push(model);
}

/** Whole percent of its model's calls that a candidate can answer before it is promoted. Copies of calls are none: nobody sees their answers. */
function greatestShare({ rollout, environments }: DeclaredRollout, environment: string): number {
  const steps = environments.some(({ name, workloads }) => name === environment && workloads.some(({ kind }) => kind === 'Rollout'));
  // Nothing hands out shares: the candidate has taken the place.
  if (!steps) return 100;
  if (rollout.strategy === 'blueGreen') return 0;
  return Math.max(...rollout.steps.map(({ percent }) => percent), rollout.strategy === 'abTest' ? rollout.shares.candidate : 0);
}

function uses(commits: ReadonlyMap<string, readonly string[]> | undefined): ViewUse[] {
  return [...(commits ?? [])]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .slice(0, SHOWN_USES)
    .map(([registryCommit, users]) => ({ registryCommit, count: users.length, models: users.toSorted(byCodeUnit).slice(0, SHOWN_MODELS) }));
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether a file can hold one of these keys at all: only then it is read as a document. To spell it otherwise takes a backslash, in YAML as in JSON. */
function canHold(file: Buffer | null, ...keys: readonly string[]): file is Buffer {
  return file !== null && [...keys, '\\'].some((text) => file.includes(text));
}

/** Placements of a model, when one of them is more than a stable release; else none. */
async function extraordinary(head: Tree, model: string): Promise<Releases['environments']> {
  const file = bufferOf(await head.read(releasesPath(model)));
  if (!canHold(file, 'candidate', 'retired')) return {};
  return plainPlacements(file.toString('latin1'), model) ?? (await findReleases(head, model))?.environments ?? {};
}

/**
 * How a model hands out calls. Of the thousand that are only counted nothing else is looked at, which takes a tenth of reading them; who judges one reads it
 * with care, and so does this when the part is not as it should be.
 */
async function declaredRollout(head: Tree, model: string, catalog: Buffer | null): Promise<DeclaredRollout> {
  const value = catalog === null ? null : quickly(catalog);
  return value !== null && problems(DeclaredRollout, value).length === 0 ? (value as DeclaredRollout) : readCatalog(head, model);
}

function quickly(file: Buffer): unknown {
  try {
    return JSON.parse(file.toString('utf8'));
  } catch {
    return null;
  }
}

async function declaredViews(
  head: Tree,
  model: string,
  catalog: Buffer | null,
): Promise<NonNullable<NonNullable<ModelSpec['data']>['featureViews']>> {
  return canHold(catalog, '"featureViews"') ? ((await readCatalog(head, model)).data?.featureViews ?? []) : [];
}
