import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runIn } from './scratch.ts';

/** Hash of every file in a folder, names and bytes, but for those under `without` (such as `./.git`). */
export function fingerprint(folder: string, without: string): string {
  const { out } = runIn(folder, 'find', ['.', '-path', without, '-prune', '-o', '-type', 'f', '-print0']);
  const hash = createHash('sha256');
  for (const file of out.split('\0').filter(Boolean).sort()) hash.update(file).update(readFileSync(path.join(folder, file)));
  return hash.digest('hex');
}
