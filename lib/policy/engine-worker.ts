import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import { evaluate } from './evaluate.ts';
import { SpareMemory } from './spare-memory.ts';

/** What a worker is started with. */
export interface WorkerData {
  /** Compiled once, shared by all workers. */
  readonly module: WebAssembly.Module;
  /** Most memory that one evaluation may take, in pages of 64 KiB. */
  readonly maxMemoryPages: number;
}

/** One answer to one request: the raw output as JSON, which crosses faster than objects, or what was thrown. */
export type Reply = { readonly output: string } | { readonly thrown: string };

const { module, maxMemoryPages } = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('engine-worker is started as a worker thread, by engine.ts');

/** Of an answer, which the thread that asked parses: thirty times what a unit was seen to get. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

const memories = new SpareMemory(maxMemoryPages);

port.on('message', (input: ArrayBuffer) => {
  port.postMessage(reply(input));
});
port.postMessage('ready');

/** A new instance in a clean memory for each unit: nothing of one can reach the next, and a broken one is simply dropped. */
function reply(input: ArrayBuffer): Reply {
  try {
    const output = JSON.stringify(evaluate(module, memories, input));
    if (output.length <= MOST_CHARACTERS) return { output };
    return { thrown: `the answer has ${String(output.length)} characters; expected at most ${String(MOST_CHARACTERS)}` };
  } catch (thrown) {
    return { thrown: messageOf(thrown) };
  }
}
