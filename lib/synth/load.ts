import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { RiskTier } from '../contracts/common.ts';
import type { Config } from '../contracts/config.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';
import type { ModelFacts } from '../contracts/unit-facts.ts';
import { UserError, UserErrors } from '../errors.ts';
import { bundle } from './bundle.ts';
import type { Filter } from './filter.ts';
import { CONFIG_FILE, declarationOf } from './names.ts';
import { placeInStack } from './place.ts';
import type { Job, Message, PlainError, Rendered } from './protocol.ts';
import { describeEnd, runWorker, type End } from './run-worker.ts';

/** Milliseconds that one declaration may take. A thousand of them take three seconds. */
const DEADLINE_MS = 60_000;

/** What the declarations came to. */
export interface Loaded {
  /** Undefined when it can't be used; `errors` says why. */
  readonly config: Config | undefined;
  readonly files: readonly Rendered[];
  readonly errors: readonly UserError[];
}

export interface Wish {
  readonly facts: readonly ModelFacts[];
  readonly thresholds: Readonly<Record<RiskTier, ThresholdFile>>;
  readonly filter: Filter;
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

/** Collects what workers say about one job after the other. */
class Hearing {
  config: Config | undefined;
  shared = false;
  failed = false;
  current: string | null = null;
  readonly files: Rendered[] = [];
  readonly errors: UserError[] = [];
  readonly finished = new Set<string>();

  hear(message: Message): void {
    switch (message.kind) {
      case 'config':
        this.config = message.config;
        break;
      case 'shared':
        this.shared = true;
        this.files.push(...message.files);
        break;
      case 'begin':
        this.current = message.model;
        break;
      case 'model':
        this.current = null;
        this.finished.add(message.model);
        this.files.push(...message.files);
        this.errors.push(...message.errors.map(revive));
        break;
      case 'failed':
        this.failed = true;
        this.errors.push(...message.errors.map(revive));
        break;
      case 'done':
        break;
    }
  }
}

/** Runs the bundle; a model that ends the thread or gets stuck costs the thread, and the others go on in a new one. */
async function run(root: string, url: string, wish: Wish | null, models: readonly string[], deadlineMs: number, hearing: Hearing): Promise<void> {
  for (;;) {
    const facts = (wish?.facts ?? []).filter(({ id }) => models.includes(id) && !hearing.finished.has(id));
    const job: Job = { root, bundle: url, render: wish === null ? null : { ...wish, facts, shared: !hearing.shared } };
    hearing.current = null;
    const end = await runWorker(job, deadlineMs, (message) => {
      hearing.hear(message);
    });
    if (end.kind === 'done') return;
    const guilty = hearing.current as string | null;
    hearing.errors.push(endError(end, guilty, root, deadlineMs));
    if (guilty === null) return;
    hearing.finished.add(guilty);
  }
}

/**
 * Bundles and runs the configuration and, when there is a wish, the declarations. Errors of all models are reported together.
 * @param wish what to render; null to read the configuration only
 * @param deadlineMs milliseconds that one declaration may take
 */
export async function load(root: string, wish: Wish | null, deadlineMs: number = DEADLINE_MS): Promise<Loaded> {
  const real = realpathSync(root);
  if (!existsSync(path.join(real, CONFIG_FILE))) {
    const missing = new UserError('config.missing', `${CONFIG_FILE}: no such file in ${root}; expected the configuration`, 'Add it; `npx modelgate init` writes one.');
    return { config: undefined, files: [], errors: [missing] };
  }
  const bundled = await bundle(real, wish?.facts.map(({ id }) => id) ?? []);
  const hearing = new Hearing();
  hearing.errors.push(...bundled.errors);
  // A thread takes the process's time zone: declarations see the same one everywhere.
  const zone = process.env['TZ'];
  process.env['TZ'] = 'UTC';
  try {
    if (bundled.url !== null) await run(real, bundled.url, wish, bundled.models, deadlineMs, hearing);
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
    bundled.remove();
  }
  const { config, files, errors } = hearing;
  return { config, files, errors };
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
