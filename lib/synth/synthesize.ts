import { UserError } from '../errors.ts';
import { Cache } from './cache.ts';
import { conflicts } from './conflicts.ts';
import { duplicates } from './distinct.ts';
import { load, type Loaded, type Wish } from './load.ts';
import type { Part } from './pack.ts';
import type { Sink } from './sink.ts';
import { start, type Started } from './started.ts';

export interface SynthesizeOptions extends Omit<Wish, 'shared' | 'take'> {
  /** Gets every file, before it is known whether all are sound. */
  readonly sink: Sink;
  /** The repository's folder. */
  readonly root: string;
  /** Leave what the last run on this machine rendered from the same bytes as it is. Never to be used to compare. @default false */
  readonly cache?: boolean;
  /** Milliseconds that one declaration may take. @default 60000 */
  readonly deadlineMs?: number;
}

/** What a run came to. What the sink was given is not to be used while there are errors. */
export interface Synthesis {
  /** How many files there are, rendered or kept. */
  readonly files: number;
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
  return { files: 0, errors };
}

/** What is known of all parts together, once each has gone its way. */
class Overview {
  readonly paths: string[] = [];
  /** Models that the run is to render -> first label of their hosts, once that is known. */
  readonly #ran: Map<string, string | null>;
  readonly #sink: Sink;

  constructor(sink: Sink, models: readonly string[]) {
    this.#sink = sink;
    this.#ran = new Map(models.map((model) => [model, null]));
  }

  take({ model, files, subdomain }: Part): void {
    for (const [file] of files) this.paths.push(file);
    if (model !== null) this.#ran.set(model, subdomain);
    this.#sink.take(files);
  }

  keep(files: readonly string[]): void {
    for (const file of files) this.paths.push(file);
    this.#sink.keep(files);
  }

  finish({ config, errors }: Loaded, { root, models, filter }: SynthesizeOptions): Synthesis {
    const environments = config?.environments.map(({ name }) => name) ?? [];
    const all = [
      ...byFile([...errors, ...conflicts(root, models, this.#ran, this.paths), ...duplicates(this.paths)]),
      ...(config === undefined ? [] : unknown('environment', filter.environments, environments)),
    ];
    return all.length > 0 ? failed(all) : { files: this.paths.length, errors: [] };
  }
}

async function synthesizeChanged(options: SynthesizeOptions): Promise<Synthesis> {
  const { root, models, thresholds, sink, deadlineMs } = options;
  const began = Date.now();
  const cache = Cache.open(root, thresholds);
  let early: Started | undefined;
  let isAnyKept = false;
  const look = (model: string | null): readonly string[] | undefined => {
    const files = cache.kept(model);
    if (files !== undefined) isAnyKept = true;
    // Beside the thousand that are looked at. Where nothing is kept, bundling takes long and much memory, and the thread would wait for it.
    else if (isAnyKept) early ??= start();
    return files;
  };
  try {
    const [shared, ...kept] = [null, ...models].map(look);
    const left = models.filter((_, index) => kept[index] === undefined);
    const overview = new Overview(sink, left);
    for (const files of [shared, ...kept]) if (files !== undefined) overview.keep(files);
    if (left.length === 0 && shared !== undefined) {
      cache.save(models);
      return { files: overview.paths.length, errors: [] };
    }
    const take = (part: Part): void => {
      cache.note(part);
      overview.take(part);
    };
    const loaded = await load(root, { ...options, models: left, shared: shared === undefined, take }, deadlineMs, early);
    const synthesis = overview.finish(loaded, options);
    if (synthesis.errors.length === 0) cache.store(loaded.sources, began, models);
    return synthesis;
  } finally {
    await early?.stop();
  }
}

/**
 * Runs the declarations of the selected models and renders their manifests, for every environment that they stand in, the
 * catalog entries and what models share. Touches neither `synth/` nor git; the sink may.
 * @param options `models` are all models there are, so that a mistyped one can be told
 * @throws whatever the sink throws
 */
export async function synthesize(options: SynthesizeOptions): Promise<Synthesis> {
  const { root, models, filter, sink, cache, deadlineMs } = options;
  const mistyped = unknown('model', filter.models, models);
  if (mistyped.length > 0) return failed(mistyped);
  const whole = filter.models.length === 0 && filter.environments.length === 0;
  // Only a run over everything renders all of a model.
  if (cache === true && whole) return synthesizeChanged(options);
  const selected = filter.models.length === 0 ? models : models.filter((model) => filter.models.includes(model));
  const overview = new Overview(sink, selected);
  const take = (part: Part): void => {
    overview.take(part);
  };
  return overview.finish(await load(root, { ...options, models: selected, take }, deadlineMs), options);
}
