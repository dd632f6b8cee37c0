import { UserError } from '../errors.ts';
import { load, type Wish } from './load.ts';
import { treeOf } from './tree.ts';

export interface SynthesizeOptions extends Wish {
  /** The repository's folder. */
  readonly root: string;
  /** Milliseconds that one declaration may take. @default 60000 */
  readonly deadlineMs?: number;
}

/** The rendered part of `synth/`. Not to be written while there are errors. */
export interface Synthesis {
  /** Path relative to the repository -> text, ordered by path. Empty when there are errors. */
  readonly tree: ReadonlyMap<string, string>;
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

function selected({ facts, filter }: SynthesizeOptions): Wish['facts'] {
  return filter.models.length === 0 ? facts : facts.filter(({ id }) => filter.models.includes(id));
}

/**
 * Runs the declarations of the selected models and renders their manifests, for every environment that they stand in, the
 * catalog entries and what models share. Touches neither `synth/` nor git.
 * @param options `facts` of all models, so that a mistyped one can be told
 */
export async function synthesize(options: SynthesizeOptions): Promise<Synthesis> {
  const { root, facts, thresholds, filter, deadlineMs } = options;
  const none = new Map<string, string>();
  const mistyped = unknown('model', filter.models, facts.map(({ id }) => id));
  if (mistyped.length > 0) return { tree: none, errors: mistyped };
  const { config, files, errors } = await load(root, { facts: selected(options), thresholds, filter }, deadlineMs);
  const all = byFile(errors);
  if (config !== undefined) all.push(...unknown('environment', filter.environments, config.environments.map(({ name }) => name)));
  if (all.length > 0) return { tree: none, errors: all };
  try {
    return { tree: treeOf(files), errors: [] };
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    return { tree: none, errors: [thrown] };
  }
}
