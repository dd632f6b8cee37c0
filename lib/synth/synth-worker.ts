import { on } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parentPort, type MessagePort } from 'node:worker_threads';
import { defineConfig, synthesizeUnit } from '../constructs/index.ts';
import type { Config } from '../contracts/config.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { ModelFacts } from '../contracts/unit-facts.ts';
import { messageOf, UserError, UserErrors } from '../errors.ts';
import { selects, selectsShared } from './filter.ts';
import { CONFIG_FILE, declarationOf } from './names.ts';
import { pack } from './pack.ts';
import { placeInStack, placeOfExport } from './place.ts';
import { factsIn, type Job, type Message, type Order, type PlainError, type Rendered } from './protocol.ts';
import { provideModules } from './provided.ts';
import { catalogFile, sharedFiles, unitFiles } from './render.ts';
import { steadyGlobals } from './steady.ts';

interface Declared {
  readonly default?: unknown;
}

interface Bundle {
  readonly config: () => Promise<Declared>;
  readonly models: Readonly<Record<string, () => Promise<Declared>>>;
}

function port(): MessagePort {
  if (parentPort === null) throw new Error('this is the entry of a thread');
  return parentPort;
}

/** What this thread is told: its job, and then the orders. */
const told = on(port(), 'message') as AsyncIterableIterator<[unknown]>;
const { value } = (await told.next()) as { readonly value: readonly [Job] };
const [job] = value;
// What waits for what never comes must not be kept waiting by the port.
port().unref();

function say(message: Message): void {
  port().postMessage(message, 'files' in message ? [message.files.bytes.buffer, message.files.ends.buffer] : []);
}

function exportIn(file: string): string {
  try {
    return file + placeOfExport(readFileSync(path.join(job.root, file), 'utf8'));
  } catch {
    return file;
  }
}

/**
 * A thrown value as errors that name their place: the innermost line of a declaration in the stack, else its default export.
 * @param file the declaration that ran, relative to the repository
 */
function errorsOf(thrown: unknown, file: string): readonly PlainError[] {
  const known = thrown instanceof UserErrors ? thrown.errors : thrown instanceof UserError ? [thrown] : undefined;
  const stacked = thrown instanceof Error && thrown.stack !== undefined ? placeInStack(thrown.stack, job.root) : undefined;
  // Whoever throws something else than an Error leaves no trace of the line.
  const place = stacked ?? (known === undefined ? file : exportIn(file));
  if (known === undefined) {
    const kind = thrown instanceof Error ? `${thrown.name}: ` : '';
    return [
      {
        code: 'model.threw',
        message: `${place}: threw ${kind}${messageOf(thrown)}; expected to run to its end`,
        fix: 'Correct the declaration.',
      },
    ];
  }
  return known.map(({ code, message, fix }) => ({
    code,
    message: `${place}: ${message.startsWith(`${file}: `) ? message.slice(file.length + 2) : message}`,
    fix,
  }));
}

/** Errors of one model; one that several environments have in common is told once. */
class Found {
  readonly #errors = new Map<string, { readonly error: PlainError; readonly environments: string[] }>();

  add(errors: readonly PlainError[], environment: string): void {
    for (const { code, message, fix } of errors) {
      // Constructs name themselves by their path, which begins with the environment.
      const common = message.replace(`: ${environment}/`, ': ');
      const known = this.#errors.get(`${code} ${common}`);
      if (known === undefined)
        this.#errors.set(`${code} ${common}`, { error: { code, message: common, fix }, environments: [environment] });
      else if (!known.environments.includes(environment)) known.environments.push(environment);
    }
  }

  list(): readonly PlainError[] {
    return [...this.#errors.values()].map(({ error, environments }) => ({
      ...error,
      message: `${error.message} (in ${environments.join(', ')})`,
    }));
  }
}

type Render = NonNullable<Job['render']>;

/** Environments that a model stands in, in promotion order; then those that the configuration doesn't know, which are errors. */
function placements(facts: ModelFacts, config: Config, { filter }: Render): readonly string[] {
  const known = config.environments.map(({ name }) => name);
  const placed = Object.keys(facts.releases.environments).sort();
  const ordered = [...known.filter((name) => placed.includes(name)), ...placed.filter((name) => !known.includes(name))];
  return ordered.filter((name) => selects(filter, name, facts.id));
}

function renderUnits(
  declaration: unknown,
  facts: ModelFacts,
  config: Config,
  render: Render,
): { readonly files: readonly Rendered[]; readonly found: Found; readonly subdomain: string | null } {
  const files: Rendered[] = [];
  const found = new Found();
  const source = declarationOf(facts.id);
  let subdomain: string | null = null;
  const claim = (claimed: string): void => {
    subdomain = claimed;
  };
  let first: { readonly spec: ModelSpec; readonly entry: Rendered; readonly environment: string } | undefined;
  for (const environment of placements(facts, config, render)) {
    try {
      const placement = facts.releases.environments[environment];
      if (placement === undefined) continue;
      const context = {
        model: facts.id,
        environment,
        placement,
        versions: facts.versions,
        card: facts.card,
        thresholds: render.thresholds,
        config,
      };
      const { manifests, spec } = synthesizeUnit(declaration, context, claim);
      files.push(...unitFiles(facts.id, environment, manifests));
      const entry = catalogFile(spec);
      first ??= { spec, entry, environment };
      if (entry[1] !== first.entry[1]) {
        throw new UserError(
          'model.differs_by_environment',
          `${source}: declares something else in ${environment} than in ${first.environment}; expected one declaration for all environments`,
          'Leave the environment out of the declaration: what differs by environment stands under `environments`.',
        );
      }
    } catch (thrown) {
      found.add(errorsOf(thrown, source), environment);
    }
  }
  if (first !== undefined && selectsShared(render.filter, facts.id)) files.push(first.entry);
  return { files, found, subdomain };
}

async function renderModel(bundle: Bundle, facts: ModelFacts, config: Config, render: Render): Promise<Message> {
  const model = facts.id;
  let declared: Declared;
  try {
    declared = (await bundle.models[model]?.()) ?? {};
  } catch (thrown) {
    return { kind: 'model', model, files: pack([]), subdomain: null, errors: errorsOf(thrown, declarationOf(model)) };
  }
  const { files, found, subdomain } = renderUnits(declared.default, facts, config, render);
  return { kind: 'model', model, files: pack(files), subdomain, errors: found.list() };
}

/** The configuration, or undefined when it can't be used and that was said. */
async function readConfig(bundle: Bundle): Promise<Config | undefined> {
  try {
    const { default: declared } = await bundle.config();
    if (declared === undefined) {
      const message = `${CONFIG_FILE}: no default export; expected the configuration`;
      throw new UserError('config.no_default_export', message, 'Write: export default defineConfig({ ... }).');
    }
    const config = defineConfig(declared as Config);
    // A function or the like would not survive the way out of the thread; the schema lets none through.
    say({ kind: 'config', config });
    return config;
  } catch (thrown) {
    say({ kind: 'failed', errors: errorsOf(thrown, CONFIG_FILE) });
    return undefined;
  }
}

async function renderModels(bundle: Bundle, config: Config, render: Render): Promise<void> {
  port().ref();
  for await (const [order] of told as AsyncIterable<[Order]>) {
    if (order === null) return;
    Atomics.add(job.begun, 0, 1);
    port().unref();
    const rendered = await renderModel(bundle, factsIn(order), config, render);
    // What the declaration left to fail later fails now, while it is known whose it is.
    await setImmediate();
    port().ref();
    say(rendered);
  }
}

async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  // Deep enough to reach the declaration from inside the framework.
  Error.stackTraceLimit = 100;
  provideModules();
  steadyGlobals();
  const bundle = (await import(job.bundle)) as Bundle;
  const config = await readConfig(bundle);
  if (config === undefined) return;
  if (job.render !== null) {
    if (job.render.shared) {
      try {
        say({ kind: 'shared', files: pack(sharedFiles(config, job.render.filter)) });
      } catch (thrown) {
        say({ kind: 'failed', errors: errorsOf(thrown, CONFIG_FILE) });
        return;
      }
    }
    await renderModels(bundle, config, job.render);
  }
  say({ kind: 'done' });
}

await run();
