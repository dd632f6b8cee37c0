import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf, UserError } from '../errors.ts';

/** A file to write, by its path relative to the repository. */
export type NewFile = readonly [file: string, content: string | Uint8Array];

/**
 * Writes whole files, in this order, each by one rename.
 * @throws UserError `release.cannot_write`
 */
export function writeFiles(root: string, files: readonly NewFile[]): void {
  for (const [file, content] of files) {
    const target = path.join(root, file);
    const temporary = `${target}.${randomUUID()}.tmp`;
    try {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(temporary, content, { flag: 'wx' });
      renameSync(temporary, target);
    } catch (cause) {
      rmSync(temporary, { force: true });
      throw new UserError(
        'release.cannot_write',
        `${file}: ${messageOf(cause)}; expected to write it`,
        'Make its folder writable, then run the command again.',
        { cause },
      );
    }
  }
}
