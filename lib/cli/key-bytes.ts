import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../errors.ts';

/**
 * The file of a private key, which must not lie in the repository.
 * @throws UserError `key.unreadable`, `key.in_repository`
 */
export function keyBytes(root: string, file: string, where: string): Uint8Array {
  let real;
  let bytes;
  try {
    real = realpathSync(file);
    bytes = readFileSync(real);
  } catch (cause) {
    throw new UserError('key.unreadable', `${where}: cannot be read; expected a private key`, 'Name the file that holds the key.', {
      cause,
    });
  }
  const inside = path.relative(realpathSync(root), real);
  if (path.isAbsolute(inside) || inside.split(path.sep)[0] === '..') return bytes;
  throw new UserError(
    'key.in_repository',
    `${where}: lies in the repository; expected a private key elsewhere, where no commit can take it along`,
    'Move it out, and revoke it if it was ever committed.',
  );
}
