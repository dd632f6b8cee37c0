import { Worker } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import { workerUrl } from '../workers.ts';
import type { Job, Message, Order } from './protocol.ts';

/** How a worker ended. */
export type End =
  /** It said that it was through. */
  | { readonly kind: 'done' }
  /** It ended without a word: a declaration ended the process. */
  | { readonly kind: 'exited'; readonly code: number }
  /** It said nothing for the length of the deadline. */
  | { readonly kind: 'stuck' }
  /** Something was thrown where no declaration's code was waiting for it. */
  | { readonly kind: 'crashed'; readonly thrown: unknown };

/** The other side of a worker. */
export interface Session {
  /** The next order. What it throws ends the run. */
  readonly next: () => Promise<Order>;
  /** What it throws ends the run. */
  readonly hear: (message: Message) => void;
}

/** Orders that wait in the worker, so that it never waits for the disk. */
const AHEAD = 4;

/** A thread with the framework in it, that waits for its job. */
export interface Thread {
  readonly worker: Worker;
  /** Never rejected. */
  readonly ended: Promise<Extract<End, { kind: 'exited' | 'crashed' }>>;
}

/** Starts a thread. Its environment is empty and its output goes to stderr, where results can't be mistaken for it. */
export function startThread(): Thread {
  const worker = new Worker(workerUrl('synth-worker'), { env: {}, stdout: true, stderr: true, execArgv: [] });
  worker.stdout.pipe(process.stderr, { end: false });
  worker.stderr.pipe(process.stderr, { end: false });
  const ended: Thread['ended'] = new Promise((resolve) => {
    worker.on('error', (thrown) => {
      resolve({ kind: 'crashed', thrown });
    });
    worker.on('exit', (code) => {
      resolve({ kind: 'exited', code });
    });
  });
  return { worker, ended };
}

/**
 * Runs a job in a thread, and ends the thread.
 * @param deadlineMs milliseconds that it may be silent
 */
export async function runWorker({ worker, ended }: Thread, job: Job, deadlineMs: number, { next, hear }: Session): Promise<End> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<End>((resolve, reject) => {
      const silence = setTimeout(() => {
        resolve({ kind: 'stuck' });
      }, deadlineMs);
      timer = silence;
      worker.postMessage(job);
      // One after the other: the end must not overtake a model.
      let feeding = Promise.resolve();
      const feed = (): void => {
        feeding = feeding.then(next).then((order) => {
          worker.postMessage(order);
        });
        feeding.catch(reject);
      };
      for (let count = 0; count < AHEAD; count++) feed();
      worker.on('message', (message: Message) => {
        silence.refresh();
        try {
          if (message.kind !== 'done') hear(message);
        } catch (thrown) {
          reject(thrown instanceof Error ? thrown : new Error(messageOf(thrown)));
          return;
        }
        if (message.kind === 'done' || message.kind === 'failed') resolve({ kind: 'done' });
        if (message.kind === 'model') feed();
      });
      void ended.then(resolve);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** What Node exits with when the code that it runs waits for nothing that could still come. */
const WAITS_FOREVER = 13;

/** What went wrong, as the middle of a sentence; the expected end follows it. */
export function describeEnd(end: Exclude<End, { kind: 'done' }>, deadlineMs: number): string {
  if (end.kind === 'exited' && end.code === WAITS_FOREVER) return 'waits for something that never comes';
  if (end.kind === 'exited') return `ended the process with code ${String(end.code)}`;
  if (end.kind === 'stuck') return `did not end within ${String(deadlineMs / 1000)} s`;
  return `threw ${messageOf(end.thrown)} outside of its constructor`;
}
