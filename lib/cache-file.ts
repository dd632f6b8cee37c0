import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sweep } from './sweep.ts';

/** A week: repositories that share their installed packages keep their caches side by side, also when they are gone. */
const SWEEP_AFTER_MS = 604_800_000;

/** Writes a file of a cache by one rename, and removes what nobody wrote for a week beside it. @throws what the file system throws */
export function writeCacheFile(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  sweep(path.dirname(file), SWEEP_AFTER_MS);
  const draft = `${file}.${String(process.pid)}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
