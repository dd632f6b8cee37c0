import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** Older memories make room: what depends on a repository's files is soon of files that nobody has any more. */
const FORGET_AFTER_MS = 7 * 86_400_000;

function forget(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > FORGET_AFTER_MS) rmSync(file, { force: true });
  }
}

/** Remembers it. Where it can't be written down, it is found out again. */
export function remember(name: string, text: string): void {
  const place = placeOf(name);
  const written = `${place}.${String(process.pid)}`;
  try {
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(written, text);
    renameSync(written, place);
    forget(path.dirname(place));
  } catch {
    // An installation that nobody may write to.
  }
}
