import { DeclaredRollout, type ModelSpec } from '../contracts/model-spec.ts';
import type { Releases } from '../contracts/releases.ts';
import { problems } from '../contracts/schema.ts';
import { UserError, UserErrors } from '../errors.ts';
import { catalogPath, readCatalog } from './catalog.ts';
import { plainPlacements } from './plain-releases.ts';
import { findReleases, releasesPath } from './releases.ts';
import { bufferOf } from './text.ts';
import type { Tree } from './tree.ts';

/** What the models of one environment have in common. */
export interface Sums {
  models: number;
  rollingOut: number;
  candidateTraffic: number;
  /** View -> commit -> models, by id. */
  readonly views: Map<string, Map<string, string[]>>;
}

/** By environment. */
export type Counted = Map<string, Sums>;

/** Where manifests of a model lie. */
export type EnvironmentsOf = (model: string) => readonly string[];

/** Adds other models to those that were counted. */
export function join(all: Counted, more: Counted): void {
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

/** Some models, counted. */
export interface Count {
  readonly sums: Counted;
  /** What is wrong with their files. */
  readonly errors: readonly UserError[];
}

/** Counts models by their files, and of each model only reads those that have something to say. */
export async function countModels(tree: Tree, models: readonly string[], environmentsOf: EnvironmentsOf): Promise<Count> {
  const sums: Counted = new Map();
  const errors: UserError[] = [];
  for (const model of models) {
    try {
      const placed = await extraordinary(tree, model);
      const catalog = await bytesAt(tree, catalogPath(model));
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

async function bytesAt(tree: Tree, path: string): Promise<Buffer | null> {
  const bytes = await tree.read(path);
  return bytes === null ? null : bufferOf(bytes);
}

/** Whether a file can hold one of these keys at all: only then it is read as a document. To spell it otherwise takes a backslash, in YAML as in JSON. */
function canHold(file: Buffer | null, ...keys: readonly string[]): file is Buffer {
  return file !== null && [...keys, '\\'].some((text) => file.includes(text));
}

/** Placements of a model, when one of them is more than a stable release; else none. */
async function extraordinary(head: Tree, model: string): Promise<Releases['environments']> {
  const file = await bytesAt(head, releasesPath(model));
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
