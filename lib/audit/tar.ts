import { UserError } from '../errors.ts';

/** A file of an archive. */
export interface Entry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;

/**
 * A tar archive (POSIX ustar) of plain files: the same files in the same order give the same bytes. Nobody owns them, anybody may read them.
 * @param seconds time of every file, since 1970
 * @throws UserError `archive.long_path` for a path that a header has no room for
 */
export function tarOf(entries: readonly Entry[], seconds: number): Buffer {
  const parts: Uint8Array[] = [];
  for (const { path, bytes } of entries) {
    parts.push(header(path, bytes.length, seconds), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK));
  }
  parts.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(parts);
}

function header(path: string, size: number, seconds: number): Buffer {
  const [prefix, name] = split(path);
  const made = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number): void => {
    made.write(`${value.toString(8).padStart(digits, '0')}\0`, at, 'latin1');
  };
  made.write(name, 0);
  octal(0o644, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(seconds, 136, 11);
  // Summed up as if it were blanks.
  made.write(' '.repeat(8), 148, 'latin1');
  made.write('0', 156, 'latin1');
  made.write('ustar\x0000', 257, 'latin1');
  octal(0, 329, 7);
  octal(0, 337, 7);
  made.write(prefix, 345);
  octal(
    made.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  made.write(' ', 155, 'latin1');
  return made;
}

/** A path as a header holds it: at most 155 bytes before a slash, at most 100 behind it. */
function split(path: string): readonly [prefix: string, name: string] {
  const fits = (text: string, most: number): boolean => Buffer.byteLength(text) <= most;
  if (fits(path, 100)) return ['', path];
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    const [prefix, name] = [path.slice(0, slash), path.slice(slash + 1)];
    if (fits(prefix, 155) && fits(name, 100)) return [prefix, name];
  }
  throw new UserError(
    'archive.long_path',
    `${path}: has no room in a tar header; expected at most 100 bytes behind a slash`,
    'Shorten the name of the file.',
  );
}
