import { availableParallelism } from 'node:os';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { CheckResult } from '../contracts/check.ts';
import type { GateInput } from '../contracts/gate-input.ts';
import { isPlatformCheck } from '../contracts/platform-check.ts';
import type { PlatformInput } from '../contracts/platform-input.ts';
import { UserError } from '../errors.ts';
import { workerUrl } from '../workers.ts';
import { answersOf, resultsOf } from './answers.ts';
import type { Bundle } from './bundle.ts';
import type { Reply, WorkerData } from './engine-worker.ts';
import { APART } from './inspect-apart.ts';
import { serialise } from './serialise.ts';

export interface EngineOptions {
  /** Most worker threads. @default the number of cores, at most 4 */
  readonly workers?: number;
  /** Longest evaluation of one unit, in milliseconds. @default 10000, many times what a unit takes even on a busy machine */
  readonly deadlineMs?: number;
  /** Most memory of one evaluation, in pages of 64 KiB. @default 1536, half as much again as the most demanding gate input was seen to need */
  readonly maxMemoryPages?: number;
  /** Whether somebody vouches for the module; if not, its threads get a bounded heap. @default true */
  readonly isTrusted?: boolean;
  /** Codes of the checks that are asked, for what is no whole unit; what the others answer is not looked at. @default every check */
  readonly only?: readonly string[];
}

/** Evaluates units, several at a time. */
export interface Engine {
  /**
   * One result for every check of the roster that is about units, or about what is none, ordered by code.
   * @param input a gate input, or the bytes that `JSON.stringify` writes for one, or what is no unit
   * @param where what the input is about, for messages
   * @throws UserError of `serialise`; `policy.deadline`, `policy.memory`, `policy.threw` or `policy.worker_died` when the evaluation
   *   ends without an output; UserErrors of `resultsOf` when the output is not an answer of every check
   */
  evaluate(input: GateInput | PlatformInput | Uint8Array, where?: string): Promise<readonly CheckResult[]>;
  /** Stops all workers; evaluations under way fail. */
  close(): Promise<void>;
}

interface Job {
  readonly bytes: ArrayBuffer;
  readonly where: string;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: UserError) => void;
}

/** A small young generation: what a unit leaves behind is collected soon, and with it the unit's memory. */
const YOUNG = { maxYoungGenerationSizeMb: 4 };

/** A second worker costs as much to start as this many units take. */
const UNITS_WORTH_A_WORKER = 16;

/**
 * An engine over one bundle. Its first worker starts at once, others when there is work for them, and they stay; a fresh instance in a clean memory serves each unit.
 * A worker that runs past the deadline is stopped and replaced, and the unit that it was at fails.
 */
export function createEngine(bundle: Pick<Bundle, 'module' | 'checks'>, options: EngineOptions = {}): Engine {
  const { workers = Math.min(availableParallelism(), 4), deadlineMs = 10_000, maxMemoryPages = 1536, isTrusted = true, only } = options;
  const asked = only === undefined ? bundle.checks : bundle.checks.filter(({ code }) => only.includes(code));
  const pool = new Pool({ module: bundle.module, maxMemoryPages }, workers, deadlineMs, isTrusted ? YOUNG : APART);
  return {
    async evaluate(input, where = 'gate input') {
      const output = await pool.run(serialise(input, where), where);
      const platform = 'platform' in input;
      const those = asked.filter((check) => isPlatformCheck(check) === platform);
      return resultsOf(only === undefined ? output : answersOf(output, only), those, where);
    },
    close: () => pool.close(),
  };
}

class Pool {
  private readonly threads = new Set<Thread>();
  private readonly queue: Job[] = [];
  private closed = false;

  constructor(
    private readonly data: WorkerData,
    private readonly limit: number,
    private readonly deadlineMs: number,
    private readonly limits: ResourceLimits,
  ) {
    // Whoever makes an engine still has to read what it will judge: the first thread starts beside that.
    this.spawn();
  }

  run(bytes: ArrayBuffer, where: string): Promise<unknown> {
    if (this.closed) throw new Error('the engine is closed');
    return new Promise((resolve, reject) => {
      this.queue.push({ bytes, where, resolve, reject });
      this.pump();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const closed = (where: string) =>
      new UserError('policy.worker_died', `${where}: the engine was closed during the evaluation`, 'Wait for the results before closing.');
    for (const job of this.queue.splice(0)) job.reject(closed(job.where));
    await Promise.all([...this.threads].map((thread) => thread.stop(closed)));
  }

  /** Hands waiting jobs to idle threads, and starts a thread when the line is long. */
  private pump(): void {
    for (const thread of this.threads) {
      if (!thread.idle) continue;
      const job = this.queue.shift();
      if (job === undefined) return;
      thread.start(job);
    }
    if (this.queue.length > this.threads.size * UNITS_WORTH_A_WORKER && this.threads.size < this.limit) this.spawn();
  }

  private spawn(): void {
    const thread = new Thread(this.data, this.deadlineMs, this.limits, {
      free: () => {
        this.pump();
      },
      gone: (reason) => {
        this.threads.delete(thread);
        // A worker that cannot even start will not do so for the next unit either.
        if (!thread.started && this.threads.size === 0) for (const job of this.queue.splice(0)) job.reject(died(job.where, reason));
        if (!this.closed) this.pump();
      },
    });
    this.threads.add(thread);
  }
}

interface ThreadEvents {
  /** The thread can take a job. */
  readonly free: () => void;
  /** The thread is no more. */
  readonly gone: (reason: string) => void;
}

/** One worker thread and the one job that it is at. */
class Thread {
  /** It came up, whatever became of it then. */
  started = false;
  /** What to say of the job when the thread has ended; null as long as nobody stops it. */
  private ending: ((where: string) => UserError) | null = null;
  private readonly worker: Worker;
  private job: Job | null = null;
  private deadline: NodeJS.Timeout | undefined;

  constructor(
    data: WorkerData,
    private readonly deadlineMs: number,
    limits: ResourceLimits,
    events: ThreadEvents,
  ) {
    this.worker = new Worker(workerUrl('engine-worker'), { workerData: data, resourceLimits: limits });
    let reason = 'it ended by itself';
    this.worker.on('message', (message: Reply | 'ready') => {
      if (message === 'ready') this.started = true;
      else this.settle(message);
      // An idle worker does not keep the process alive, should nobody close the engine; one that is being stopped does, for whoever waits.
      if (this.job === null && this.ending === null) this.worker.unref();
      events.free();
    });
    this.worker.on('error', (error) => {
      reason = error.message;
    });
    this.worker.on('exit', () => {
      this.fail(this.ending ?? ((where) => died(where, reason)));
      events.gone(reason);
    });
  }

  get idle(): boolean {
    return this.started && this.ending === null && this.job === null;
  }

  start(job: Job): void {
    this.job = job;
    this.worker.ref();
    this.worker.postMessage(job.bytes, [job.bytes]);
    // When this thread was busy itself, the answer may already lie in the inbox: look there once before giving up.
    this.deadline = setTimeout(
      () =>
        setImmediate(() => {
          this.expire(job);
        }),
      this.deadlineMs,
    );
  }

  /** Ends the thread; its job fails once it has really ended. */
  async stop(error: (where: string) => UserError): Promise<void> {
    this.ending ??= error;
    await this.worker.terminate();
  }

  private expire(job: Job): void {
    if (this.job !== job) return;
    void this.stop(
      (where) =>
        new UserError(
          'policy.deadline',
          `${where}: policies ran for more than ${String(this.deadlineMs)} ms; expected an answer in that time`,
          LOOK,
        ),
    );
  }

  private settle(reply: Reply): void {
    clearTimeout(this.deadline);
    const job = this.job;
    this.job = null;
    if (job === null) return;
    if ('output' in reply) job.resolve(JSON.parse(reply.output));
    else job.reject(stopped(reply.thrown, job.where));
  }

  private fail(error: (where: string) => UserError): void {
    clearTimeout(this.deadline);
    const job = this.job;
    this.job = null;
    job?.reject(error(job.where));
  }
}

const LOOK = 'Look for a loop or a very large collection in the policies, or for very large evidence.';

function died(where: string, reason: string): UserError {
  return new UserError(
    'policy.worker_died',
    `${where}: the policy worker ended: ${reason}; expected an answer`,
    'Run again; report it when it happens again.',
  );
}

/** What the evaluation threw, as one error: at the file and row when the text begins with them. */
function stopped(thrown: string, where: string): UserError {
  if (/opa_malloc|WebAssembly\.Memory|Maximum memory size exceeded|could not allocate memory/.test(thrown)) {
    return new UserError('policy.memory', `${where}: policies ran out of memory (${thrown}); expected less than the engine's bound`, LOOK);
  }
  const [, place, reason] = /^(policies\/[^:]+:\d+:\d+): (.*)$/s.exec(thrown) ?? [];
  const message = place === undefined ? `${where}: policies stopped: ${thrown}` : `${place}: stopped at ${where}: ${reason ?? ''}`;
  return new UserError(
    'policy.threw',
    `${message}; expected an answer of every check`,
    'Correct the policy; a rule must not give two values for one key.',
  );
}
