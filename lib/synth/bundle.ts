import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, stop, transform, type BuildFailure, type BuildOptions, type Message, type Metafile, type Plugin } from 'esbuild';
import { UserError } from '../errors.ts';
import { sweep } from '../sweep.ts';
import { CONFIG_FILE, declarationOf, PROVIDED, PROVIDER, type Provided } from './names.ts';

/** An hour: far longer than a run, so that only what killed runs left is swept away. */
const SWEEP_AFTER_MS = 3_600_000;

/** What the parts of a bundle were made of: file of a declaration -> every file in it, relative to the repository. */
export interface Sources {
  /**
   * Files that a declaration was built from, itself included, ordered by path.
   * @returns undefined when it uses a module of Node, so that more than these files may decide what it declares
   */
  readonly of: (declaration: string) => readonly string[] | undefined;
}

export const NO_SOURCES: Sources = { of: () => undefined };

/** One file with the declarations of many models, each of them run when it is asked for. */
export interface Bundle {
  /** Null when the configuration can't be built: without it there is nothing to run. */
  readonly url: string | null;
  /** The models in it: those whose sources could be built. */
  readonly models: readonly string[];
  /** Errors of the others. */
  readonly errors: readonly UserError[];
  readonly sources: Sources;
  /** Removes its files. */
  readonly remove: () => void;
}

/** What esbuild calls the text that imports all declarations. */
const ENTRY = '<declarations>';

/** Where a bundle keeps what the framework provides. */
const NAMESPACE = 'provided';

let count = 0;

/** A folder of this run, in the repository: what is imported from there resolves like the repository's own files. */
function scratch(root: string): string {
  const folder = path.join(root, 'node_modules', '.cache', 'modelgate', 'declarations');
  mkdirSync(folder, { recursive: true });
  sweep(folder, SWEEP_AFTER_MS);
  const own = path.join(folder, `${String(process.pid)}-${String(count++)}`);
  mkdirSync(own, { recursive: true });
  // Source maps hold relative paths, and Node resolves them from where a linked node_modules really lies.
  return realpathSync(own);
}

/** Binds the framework and what it stands on to the copies that run in the worker. */
function shareFramework(root: string): Plugin {
  const own = path.join(root, 'lib', 'index.ts');
  const provided = (name: string) => ({ path: name, namespace: NAMESPACE });
  return {
    name: 'share-framework',
    setup(builder) {
      builder.onResolve({ filter: new RegExp(`^(?:${PROVIDED.join('|')})$`) }, ({ path: name }) => provided(name));
      builder.onResolve({ filter: /^\.\.?\/(?:.*\/)?index\.[jt]s$/ }, ({ path: name, resolveDir }) =>
        path.resolve(resolveDir, name) === own ? provided('modelgate' satisfies Provided) : undefined,
      );
      builder.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path: name }) => ({
        contents: `module.exports = globalThis[${JSON.stringify(PROVIDER)}](${JSON.stringify(name)});`,
        loader: 'js',
      }));
    },
  };
}

function options(root: string, models: readonly string[], outfile: string): BuildOptions {
  const lazy = (file: string): string => `() => import(${JSON.stringify(`./${file}`)})`;
  const entries = models.map((model) => `  ${JSON.stringify(model)}: ${lazy(declarationOf(model))},\n`);
  return {
    absWorkingDir: root,
    stdin: {
      contents: `export const config = ${lazy(CONFIG_FILE)};\nexport const models = {\n${entries.join('')}};\n`,
      resolveDir: root,
      sourcefile: ENTRY,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    logLimit: 0,
    // The repository's tsconfig.json is for its editors: output must not hang on it.
    tsconfigRaw: { compilerOptions: { target: 'ES2023', verbatimModuleSyntax: true } },
    plugins: [shareFramework(root)],
  };
}

function isBuildFailure(thrown: unknown): thrown is BuildFailure {
  return thrown instanceof Error && 'errors' in thrown && Array.isArray(thrown.errors);
}

/** @returns what was built, or why it can't be */
async function attempt(given: BuildOptions): Promise<{ readonly metafile: Metafile | undefined; readonly messages: readonly Message[] }> {
  try {
    const { metafile } = await build(given);
    return { metafile, messages: [] };
  } catch (thrown) {
    if (isBuildFailure(thrown)) return { metafile: undefined, messages: thrown.errors };
    throw thrown;
  }
}

function sourcesIn(metafile: Metafile | undefined): Sources {
  if (metafile === undefined) return NO_SOURCES;
  const { inputs } = metafile;
  return {
    of: (declaration) => {
      const reached = new Set([declaration]);
      for (const file of reached) {
        for (const { path: used, external } of inputs[file]?.imports ?? []) {
          // esbuild's own helpers.
          if (used === '<runtime>') continue;
          if (external === true) return undefined;
          if (!used.startsWith(`${NAMESPACE}:`)) reached.add(used);
        }
      }
      return [...reached].sort();
    },
  };
}

/** @param model the model that can't be built; null for the configuration */
function buildError({ text, location }: Message, model: string | null): UserError {
  const file = model === null ? CONFIG_FILE : declarationOf(model);
  const where =
    location === null || location.file === ENTRY ? file : `${location.file}:${String(location.line)}:${String(location.column + 1)}`;
  const whose = model === null ? 'the configuration' : `model ${model}`;
  return new UserError('model.not_built', `${where}: ${whose}: ${text}; expected TypeScript that can be built`, 'Correct the file.');
}

/** The model whose folder an error lies in; null for the configuration; undefined for a file that belongs to neither. */
function ownerOf({ location }: Message): string | null | undefined {
  if (location?.file === CONFIG_FILE) return null;
  return /^models\/([^/]+)\//.exec(location?.file ?? '')?.[1];
}

/** Errors of the models that use a broken file outside their folders: whoever imports it is found by building each model alone. */
async function blameEach(root: string, models: readonly string[], outfile: string): Promise<readonly Blame[]> {
  const found = await Promise.all(
    models.map(async (model) => {
      const { messages } = await attempt({ ...options(root, [model], outfile), write: false });
      return messages.map((message): Blame => ({ model, message }));
    }),
  );
  return found.flat();
}

interface Blame {
  /** Null for the configuration. */
  readonly model: string | null;
  readonly message: Message;
}

async function blame(root: string, messages: readonly Message[], models: readonly string[], outfile: string): Promise<readonly Blame[]> {
  const owned = messages.flatMap((message): Blame[] => {
    const model = ownerOf(message);
    return model === null || (model !== undefined && models.includes(model)) ? [{ model, message }] : [];
  });
  if (owned.length > 0) return owned;
  const found = await blameEach(root, models, outfile);
  return found.length > 0 ? found : messages.map((message) => ({ model: null, message }));
}

/** Starts esbuild's process, which the next bundle ends. What keeps it from starting is told then. */
export function warmUp(): void {
  transform('').catch(() => undefined);
}

let running = 0;

/** Ends esbuild's process when nobody needs it any more: it would hold its memory while the declarations run. */
async function withEsbuild<T>(work: () => Promise<T>): Promise<T> {
  running++;
  try {
    return await work();
  } finally {
    if (--running === 0) await stop();
  }
}

/**
 * Bundles the configuration and the declarations of models. A model that can't be built is left out and does not keep the others out.
 * @param root the repository's folder, its links resolved
 */
export async function bundle(root: string, models: readonly string[]): Promise<Bundle> {
  const folder = scratch(root);
  const outfile = path.join(folder, 'declarations.mjs');
  const errors: UserError[] = [];
  const made = (url: string | null, left: readonly string[], sources: Sources): Bundle => ({
    url,
    models: left,
    errors,
    sources,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  });
  return withEsbuild(async () => {
    for (let left = models; ;) {
      const { metafile, messages } = await attempt(options(root, left, outfile));
      if (messages.length === 0) return made(pathToFileURL(outfile).href, left, sourcesIn(metafile));
      const blamed = await blame(root, messages, left, outfile);
      errors.push(...blamed.map(({ model, message }) => buildError(message, model)));
      if (blamed.some(({ model }) => model === null)) return made(null, [], NO_SOURCES);
      left = left.filter((model) => blamed.every((one) => one.model !== model));
    }
  });
}
