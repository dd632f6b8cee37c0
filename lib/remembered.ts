import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeCacheFile } from './cache-file.ts';
import { builtFile } from './workers.ts';

/** Beside the build of the framework, and gone with it: who could write there could as well write what runs. */
function placeOf(name: string): string {
  return path.join(path.dirname(fileURLToPath(builtFile('index'))), 'remembered', name);
}

/**
 * What this build of the framework found out before.
 * @param name a name of everything that it depends on
 * @returns null when it is not known
 */
export function recall(name: string): string | null {
  try {
    return readFileSync(placeOf(name), 'utf8');
  } catch {
    return null;
  }
}

/** Remembers it, for a week. Where it can't be written down, it is found out again. */
export function remember(name: string, text: string): void {
  try {
    writeCacheFile(placeOf(name), text);
  } catch {
    // An installation that nobody may write to.
  }
}
