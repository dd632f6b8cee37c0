import { Worker } from 'node:worker_threads';
import { workerUrl } from '../workers.ts';
import type { Inspected } from './inspect-worker.ts';
import type { WasmFacts } from './wasm.ts';

/** A module that OPA compiled answers in a few milliseconds. */
const DEADLINE_MS = 5000;
/** What a worker thread may take beside the memory that it is given: enough for any policy's answer. */
export const APART = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 256 };

/**
 * `inspectWasm` of a module that nobody vouches for: in a thread of its own, which can be stopped when it does not end.
 * @throws Error when the module is no policy that OPA compiled, brings a memory of its own, or does not answer in time
 */
export async function inspectApart(module: WebAssembly.Module, wasm: Uint8Array): Promise<WasmFacts> {
  if (hasSection(wasm, MEMORY)) throw new Error('the module has a memory of its own, which nothing would bound');
  const worker = new Worker(workerUrl('inspect-worker'), { workerData: module, resourceLimits: APART });
  let deadline: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<Inspected>((resolve) => {
      deadline = setTimeout(() => {
        resolve({ thrown: `the module did not say what it is in ${String(DEADLINE_MS)} ms` });
      }, DEADLINE_MS);
      worker.once('message', resolve);
      worker.once('error', (error) => {
        resolve({ thrown: error.message });
      });
      worker.once('exit', () => {
        resolve({ thrown: 'the module ended the thread that asked it' });
      });
    });
    if ('facts' in answer) return answer.facts;
    throw new Error(answer.thrown);
  } finally {
    clearTimeout(deadline);
    await worker.terminate();
  }
}

/** Number of the section that declares memories. Source: WebAssembly Core Specification, "Binary Format: Modules". */
const MEMORY = 5;

/** Whether a module, which compiled and so is well-formed, has a section. */
export function hasSection(wasm: Uint8Array, id: number): boolean {
  const HEADER = 8;
  for (let at = HEADER; at < wasm.length;) {
    const found = wasm[at];
    let size = 0;
    let step = 0;
    let byte: number;
    do {
      byte = wasm[at + 1 + step] ?? 0;
      size += (byte & 0x7f) * 2 ** (7 * step);
      step += 1;
    } while ((byte & 0x80) !== 0);
    if (found === id) return true;
    at += 1 + step + size;
  }
  return false;
}
