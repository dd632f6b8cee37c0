import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** Removes what lies in a folder of caches and was not written for `ageMs` milliseconds. */
export function sweep(folder: string, ageMs: number): void {
  for (const name of readdirSync(folder)) {
    const left = path.join(folder, name);
    const written = statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - written > ageMs) rmSync(left, { recursive: true, force: true });
  }
}
