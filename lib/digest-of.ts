import { byCodeUnit } from './by-code-unit.ts';
import { sha256 } from './sha256.ts';

/**
 * One digest of many files: SHA-256 over `<sha256>  <path>` lines (what `sha256sum` prints), sorted by path in code units.
 * @param files path -> SHA-256 of the file
 */
export function digestOf(files: ReadonlyMap<string, string>): string {
  const lines = [...files].sort(([a], [b]) => byCodeUnit(a, b)).map(([path, hash]) => `${hash}  ${path}\n`);
  return sha256(lines.join(''));
}
