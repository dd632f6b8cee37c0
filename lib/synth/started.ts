import { warmUp } from './bundle.ts';
import { startThread, type Thread } from './run-worker.ts';

/** What is the same for every job, and takes longer than a small one: a thread with the framework in it, and esbuild's process. */
export interface Started {
  /** A thread that nobody has used yet: the first is there already. */
  readonly thread: () => Thread;
  /** Ends what is left. */
  readonly stop: () => Promise<void>;
}

/** Begins before it is known what is to be run. Until `stop` the process is in UTC: a thread takes its time zone, and declarations see the same one everywhere. */
export function start(): Started {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'UTC';
  let waiting: Thread | undefined = startThread();
  warmUp();
  return {
    thread() {
      const thread = waiting ?? startThread();
      waiting = undefined;
      return thread;
    },
    async stop() {
      await waiting?.worker.terminate();
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    },
  };
}
