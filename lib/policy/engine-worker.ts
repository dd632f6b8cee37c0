import { parentPort, workerData } from 'node:worker_threads';
import * as sdk from '@open-policy-agent/opa-wasm';
import { messageOf } from '../errors.ts';

/** What a worker is started with. */
export interface WorkerData {
  /** Compiled once, shared by all workers. */
  readonly module: WebAssembly.Module;
  /** Most memory that one evaluation may take, in pages of 64 KiB. */
  readonly maxMemoryPages: number;
}

/** One answer to one request: the raw output, or what was thrown. */
export type Reply = { readonly output: unknown } | { readonly thrown: string };

/** Enough for the module and a small input; it grows from here. */
const INITIAL_PAGES = 16;

// The package's types put beside each other what its module only has on its default export.
const { loadPolicySync } = (sdk as unknown as { readonly default: typeof sdk }).default;
const { module, maxMemoryPages } = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('engine-worker is started as a worker thread, by engine.ts');

port.on('message', (input: ArrayBuffer) => {
  port.postMessage(evaluate(input));
});
port.postMessage('ready');

/** A new instance and a new memory for each unit: nothing of one can reach the next, and a broken one is simply dropped. */
function evaluate(input: ArrayBuffer): Reply {
  try {
    const policy = loadPolicySync(module, { initial: INITIAL_PAGES, maximum: maxMemoryPages }, {});
    const output: unknown = policy.evaluate(input);
    return { output };
  } catch (thrown) {
    return { thrown: messageOf(thrown) };
  }
}
