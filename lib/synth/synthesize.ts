import { UserError } from '../errors.ts';
import { Cache, type Part } from './cache.ts';
import { conflicts } from './conflicts.ts';
import { load, type Loaded, type Wish } from './load.ts';
import { treeOf, type Tree } from './tree.ts';

export interface SynthesizeOptions extends Wish {
  /** The repository's folder. */
  readonly root: string;
  /** Leave what the last run on this machine rendered from the same bytes as it is. Never to be used to compare. @default false */
  readonly cache?: boolean;
  /** Milliseconds that one declaration may take. @default 60000 */
  readonly deadlineMs?: number;
}

/** The rendered part of `synth/`. Not to be written while there are errors. */
export interface Synthesis {
  /** Empty when there are errors. */
  readonly tree: Tree;
  /** Mistakes of all models, ordered by their files. */
  readonly errors: readonly UserError[];
}

function unknown(what: 'model' | 'environment', asked: readonly string[], known: readonly string[]): readonly UserError[] {
  const option = what === 'model' ? '--model' : '--env';
  return asked
    .filter((name) => !known.includes(name))
    .map(
      (name) =>
        new UserError(
          `${what}.unknown`,
          `${option} ${JSON.stringify(name.slice(0, 80))}: no such ${what}; expected one of ${known.join(', ')}`,
          `Correct ${option}, or leave it out.`,
        ),
    );
}

/** By the file that each message begins with; errors of one file stay in their order. */
function byFile(errors: readonly UserError[]): UserError[] {
  const fileOf = ({ message }: UserError): string => message.split(':', 1)[0] ?? '';
  return [...errors].sort((a, b) => (fileOf(a) < fileOf(b) ? -1 : fileOf(a) > fileOf(b) ? 1 : 0));
}

function failed(errors: readonly UserError[]): Synthesis {
  return { tree: new Map(), errors };
}

function partsOf({ shared, models }: Loaded): readonly Part[] {
  return [{ model: null, files: shared }, ...[...models].map(([model, files]) => ({ model, files }))];
}

/** @param kept files that need not be rendered */
function finish(loaded: Loaded, { root, models, filter }: SynthesizeOptions, kept: readonly string[]): Synthesis {
  const { config, errors } = loaded;
  const files = partsOf(loaded).flatMap((part) => part.files);
  const environments = config?.environments.map(({ name }) => name) ?? [];
  const all = [
    ...byFile([...errors, ...conflicts(root, models, files, kept)]),
    ...(config === undefined ? [] : unknown('environment', filter.environments, environments)),
  ];
  if (all.length > 0) return failed(all);
  try {
    return { tree: treeOf([...files, ...kept.map((file) => [file, null] as const)]), errors: [] };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return failed([thrown]);
  }
}

async function synthesizeChanged(options: SynthesizeOptions): Promise<Synthesis> {
  const { root, models, thresholds, deadlineMs } = options;
  const began = Date.now();
  const cache = Cache.open(root, thresholds);
  const kept = models.map((model) => [model, cache.kept(model)] as const);
  const shared = cache.kept(null);
  const left = kept.flatMap(([model, files]) => (files === undefined ? [model] : []));
  const files = [...(shared ?? []), ...kept.flatMap(([, known]) => known ?? [])];
  if (left.length === 0 && shared !== undefined) return { tree: treeOf(files.map((file) => [file, null] as const)), errors: [] };
  const loaded = await load(root, { ...options, models: left, shared: shared === undefined }, deadlineMs);
  const synthesis = finish(loaded, options, files);
  const rendered = partsOf(loaded).filter(({ model }) => model !== null || shared === undefined);
  if (synthesis.errors.length === 0) cache.store(rendered, loaded.sources, began, models);
  return synthesis;
}

/**
 * Runs the declarations of the selected models and renders their manifests, for every environment that they stand in, the
 * catalog entries and what models share. Touches neither `synth/` nor git.
 * @param options `models` are all models there are, so that a mistyped one can be told
 */
export async function synthesize(options: SynthesizeOptions): Promise<Synthesis> {
  const { root, models, filter, cache, deadlineMs } = options;
  const mistyped = unknown('model', filter.models, models);
  if (mistyped.length > 0) return failed(mistyped);
  const whole = filter.models.length === 0 && filter.environments.length === 0;
  // Only a run over everything renders all of a model.
  if (cache === true && whole) return synthesizeChanged(options);
  const selected = filter.models.length === 0 ? models : models.filter((model) => filter.models.includes(model));
  return finish(await load(root, { ...options, models: selected }, deadlineMs), options, []);
}
