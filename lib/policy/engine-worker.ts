import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import { instantiate } from './evaluate.ts';

/** What a worker is started with. */
export interface WorkerData {
  /** Compiled once, shared by all workers. */
  readonly module: WebAssembly.Module;
  /** Most memory that one evaluation may take, in pages of 64 KiB. */
  readonly maxMemoryPages: number;
}

/** One answer to one request: the raw output, or what was thrown. */
export type Reply = { readonly output: unknown } | { readonly thrown: string };

const { module, maxMemoryPages } = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('engine-worker is started as a worker thread, by engine.ts');

// The SDK prints what policies print: stdout belongs to results.
process.stdout.write = () => true;

port.on('message', (input: ArrayBuffer) => {
  port.postMessage(evaluate(input));
});
port.postMessage('ready');

/** A new instance and a new memory for each unit: nothing of one can reach the next, and a broken one is simply dropped. */
function evaluate(input: ArrayBuffer): Reply {
  try {
    return { output: instantiate(module, maxMemoryPages)(input) };
  } catch (thrown) {
    return { thrown: messageOf(thrown) };
  }
}
