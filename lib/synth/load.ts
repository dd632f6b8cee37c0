import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { RiskTier } from '../contracts/common.ts';
import type { Config } from '../contracts/config.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';
import type { ModelFacts } from '../contracts/unit-facts.ts';
import { UserError, UserErrors } from '../errors.ts';
import { bundle, NO_SOURCES, type Sources } from './bundle.ts';
import type { Filter } from './filter.ts';
import { CONFIG_FILE, declarationOf } from './names.ts';
import { unpack, type Part } from './pack.ts';
import { placeInStack } from './place.ts';
import { orderOf, type Message, type Order, type PlainError } from './protocol.ts';
import { describeEnd, runWorker, type End } from './run-worker.ts';
import { start, type Started } from './started.ts';

/** Milliseconds that one declaration may take. A thousand of them take three seconds. */
const DEADLINE_MS = 60_000;

/** What the declarations came to. */
export interface Loaded {
  /** Undefined when it can't be used; `errors` says why. */
  readonly config: Config | undefined;
  readonly errors: readonly UserError[];
  /** The sources of the bundle. */
  readonly sources: Sources;
}

/** What to render. */
export interface Wish {
  readonly models: readonly string[];
  /** Reads what is written down about a model. Called when its turn comes; a UserError or UserErrors counts as the model's. */
  readonly facts: (model: string) => Promise<ModelFacts>;
  readonly thresholds: Readonly<Record<RiskTier, ThresholdFile>>;
  readonly filter: Filter;
  /** Whether to render what models share. @default true */
  readonly shared?: boolean;
  /** Is given each part as soon as it is rendered. What it throws ends the run. */
  readonly take: (part: Part) => void;
}

const revive = ({ code, message, fix }: PlainError): UserError => new UserError(code, message, fix);

/** @param model the model that ran; null before the first */
function endError(end: Exclude<End, { kind: 'done' }>, model: string | null, root: string, deadlineMs: number): UserError {
  const file = model === null ? CONFIG_FILE : declarationOf(model);
  const stack = end.kind === 'crashed' && end.thrown instanceof Error ? (end.thrown.stack ?? '') : '';
  const codes = { exited: 'model.exited', stuck: 'model.deadline', crashed: 'model.threw' } as const;
  return new UserError(
    codes[end.kind],
    `${placeInStack(stack, root) ?? file}: ${model === null ? 'the configuration' : `model ${model}`} ${describeEnd(end, deadlineMs)}; expected to declare and return`,
    'Correct the declaration: it must neither wait, nor end the process, nor leave anything running.',
  );
}

/** What the workers of one job are told, and what they say. */
class Dialogue {
  config: Config | undefined;
  /** Whether what models share was rendered. */
  shared = false;
  readonly errors: UserError[] = [];
  readonly #wish: Wish | null;
  readonly #settled = new Set<string>();
  /** The orders of the worker that runs, as they were given. */
  #given: string[] = [];

  constructor(wish: Wish | null) {
    this.#wish = wish;
  }

  /** The orders of a new worker: every model that none has settled yet. */
  orders(models: readonly string[]): () => Promise<Order> {
    const waiting = models.filter((model) => !this.#settled.has(model));
    this.#given = [];
    return async () => {
      for (let model = waiting.shift(); model !== undefined && this.#wish !== null; model = waiting.shift()) {
        try {
          const order = orderOf(await this.#wish.facts(model));
          this.#given.push(model);
          return order;
        } catch (thrown) {
          if (thrown instanceof UserErrors) this.settle(model, thrown.errors);
          else if (thrown instanceof UserError) this.settle(model, [thrown]);
          else throw thrown;
        }
      }
      return null;
    };
  }

  /** The model that ran when the worker ended; null when none did. @param begun how many orders it began with */
  running(begun: number): string | null {
    const last = this.#given[begun - 1];
    return last === undefined || this.#settled.has(last) ? null : last;
  }

  settle(model: string, errors: readonly UserError[]): void {
    if (this.#settled.has(model)) return;
    this.#settled.add(model);
    this.errors.push(...errors);
  }

  hear(message: Message): void {
    switch (message.kind) {
      case 'config':
        this.config = message.config;
        break;
      case 'shared':
        this.shared = true;
        this.#wish?.take({ model: null, files: unpack(message.files), subdomain: null });
        break;
      case 'model':
        this.#wish?.take({ model: message.model, files: unpack(message.files), subdomain: message.subdomain });
        this.settle(message.model, message.errors.map(revive));
        break;
      case 'failed':
        this.errors.push(...message.errors.map(revive));
        break;
      case 'done':
        break;
    }
  }
}

/** Runs the bundle; a model that ends the thread or gets stuck costs the thread, and the others go on in a new one. */
async function run(
  { thread }: Started,
  root: string,
  url: string,
  wish: Wish | null,
  models: readonly string[],
  deadlineMs: number,
): Promise<Dialogue> {
  const dialogue = new Dialogue(wish);
  for (;;) {
    const render =
      wish === null ? null : { thresholds: wish.thresholds, filter: wish.filter, shared: wish.shared !== false && !dialogue.shared };
    const begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const end = await runWorker(thread(), { root, bundle: url, begun, render }, deadlineMs, {
      next: dialogue.orders(models),
      hear: (message) => {
        dialogue.hear(message);
      },
    });
    if (end.kind === 'done') return dialogue;
    const guilty = dialogue.running(Atomics.load(begun, 0));
    const error = endError(end, guilty, root, deadlineMs);
    if (guilty === null) {
      dialogue.errors.push(error);
      return dialogue;
    }
    dialogue.settle(guilty, [error]);
  }
}

/**
 * Bundles and runs the configuration and, when there is a wish, the declarations. Errors of all models are reported together.
 * @param wish what to render; null to read the configuration only
 * @param deadlineMs milliseconds that one declaration may take
 * @param early what was started before, and its owner stops
 */
export async function load(root: string, wish: Wish | null, deadlineMs: number = DEADLINE_MS, early?: Started): Promise<Loaded> {
  const real = realpathSync(root);
  if (!existsSync(path.join(real, CONFIG_FILE))) {
    const missing = new UserError(
      'config.missing',
      `${CONFIG_FILE}: no such file in ${root}; expected the configuration`,
      'Add it; `npx modelgate init` writes one.',
    );
    return { config: undefined, errors: [missing], sources: NO_SOURCES };
  }
  const started = early ?? start();
  try {
    const bundled = await bundle(real, wish?.models ?? []);
    const { url, models, errors, sources } = bundled;
    try {
      if (url === null) return { config: undefined, errors, sources };
      const said = await run(started, real, url, wish, models, deadlineMs);
      return { config: said.config, errors: [...errors, ...said.errors], sources };
    } finally {
      bundled.remove();
    }
  } finally {
    if (early === undefined) await started.stop();
  }
}

/**
 * The default export of `modelgate.config.ts`, checked.
 * @throws UserErrors `model.not_built`, `config.*`, `schema.invalid`, `model.threw`, `model.exited`, `model.deadline`
 */
export async function loadConfig(root: string): Promise<Config> {
  const { config, errors } = await load(root, null);
  if (config === undefined || errors.length > 0) throw new UserErrors(errors);
  return config;
}
