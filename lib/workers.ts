import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtFolder } from './cli/build.mjs';

/** Files that the build makes besides the command itself. */
type WorkerFile = 'engine-worker' | 'inspect-worker' | 'synth-worker';
export type BuiltFile = 'index' | WorkerFile;

/**
 * Where a built file lies: beside this module when this module was built itself, else (under a test runner that reads
 * TypeScript) in the build of the same sources.
 */
export function builtFile(name: BuiltFile): URL {
  if (import.meta.url.endsWith('.ts')) return pathToFileURL(path.join(builtFolder(), `${name}.js`));
  return new URL(`./${name}.js`, import.meta.url);
}

/** The entry file of a worker thread. */
export function workerUrl(name: WorkerFile): URL {
  return builtFile(name);
}
