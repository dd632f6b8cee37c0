import { isUtf8 } from 'node:buffer';
import { UserError } from '../errors.ts';
import { MAX_FILE_BYTES, tooLarge } from './tree.ts';

/** `:line:column` of an offset, both from 1, columns in UTF-16 code units as editors count them. */
export function place(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r/);
  return `:${String(lines.length)}:${String((lines.at(-1)?.length ?? 0) + 1)}`;
}

// Finding control characters is the purpose here.
// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** The same bytes, not a copy, as Node searches and spells them. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Text of a file.
 * @throws UserError `file.too_large` (over 1 MB, or `limit` bytes), `file.not_utf8`, `file.byte_order_mark`, `file.control_character`
 */
export function decode(bytes: Uint8Array, where: string, limit = MAX_FILE_BYTES): string {
  if (bytes.length > limit) throw tooLarge(where, bytes.length, limit);
  if (!isUtf8(bytes)) {
    throw new UserError('file.not_utf8', `${where}: bytes that are not UTF-8; expected UTF-8 text`, 'Save the file as UTF-8.');
  }
  const text = bufferOf(bytes).toString('utf8');
  if (text.startsWith('\ufeff')) {
    throw new UserError(
      'file.byte_order_mark',
      `${where}:1:1: a byte order mark; expected text from the first byte on`,
      'Save the file as UTF-8 without BOM.',
    );
  }
  const control = CONTROL.exec(text);
  if (control !== null) {
    throw new UserError(
      'file.control_character',
      `${where}${place(text, control.index)}: control character ${String(control[0].codePointAt(0))}; expected visible text, blanks and line ends`,
      'Remove the character, or write it as an escape.',
    );
  }
  return text;
}
