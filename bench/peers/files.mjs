import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Writes a file and the folders that it is in. */
export function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
