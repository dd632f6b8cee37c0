import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { root } from '../../support/scratch.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with what each library wrote. */
    importerOutputs: string;
  }
}

/** Lets every library write its output, once a run. What Python or the packages lack is said by the script itself. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelgate-importers-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  const script = path.join(root, 'tools/importers/run.mjs');
  const { status } = spawnSync(process.execPath, [script, folder], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    remove();
    throw new Error(`tools/importers/run.mjs ended with ${String(status)}; expected every library's output. What it lacks is said above.`);
  }
  project.provide('importerOutputs', folder);
  return remove;
}
