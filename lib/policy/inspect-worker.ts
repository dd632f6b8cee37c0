import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import { inspectWasm, type WasmFacts } from './wasm.ts';

/** What a module says about itself, or what it threw instead. */
export type Inspected = { readonly facts: WasmFacts } | { readonly thrown: string };

parentPort?.postMessage(inspected());

function inspected(): Inspected {
  try {
    return { facts: inspectWasm(workerData as WebAssembly.Module) };
  } catch (thrown) {
    return { thrown: messageOf(thrown) };
  }
}
