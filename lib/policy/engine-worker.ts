import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import { evaluate, newMemory, wipe } from './wasm.ts';

/** What a worker is started with. */
export interface WorkerData {
  /** Compiled once, shared by all workers. */
  readonly module: WebAssembly.Module;
  /** Most memory that one evaluation may take, in pages of 64 KiB. */
  readonly maxMemoryPages: number;
}

/** One answer to one request: the raw output, or what was thrown. */
export type Reply = { readonly output: unknown } | { readonly thrown: string };

/** A memory that one unit made larger than this is not kept for the next: 16 MiB. */
const KEPT_BYTES = 16 * 1024 * 1024;

const { module, maxMemoryPages } = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('engine-worker is started as a worker thread, by engine.ts');

let memory = newMemory(maxMemoryPages);

port.on('message', (input: ArrayBuffer) => {
  port.postMessage(reply(new Uint8Array(input)));
});
port.postMessage('ready');

/** A new instance in a clean memory for each unit, so that nothing of one can reach the next. */
function reply(input: Uint8Array): Reply {
  try {
    const output = evaluate(module, memory, input);
    if (memory.buffer.byteLength > KEPT_BYTES) memory = newMemory(maxMemoryPages);
    else wipe(memory);
    return { output };
  } catch (thrown) {
    memory = newMemory(maxMemoryPages);
    return { thrown: messageOf(thrown) };
  }
}
