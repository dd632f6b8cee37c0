import type { Rendered } from './protocol.ts';

/** Files on their way out of a thread: one block of UTF-8, which changes hands without being copied. */
export interface Packed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Path relative to the repository, and where its text ends in `bytes`. */
  readonly ends: readonly (readonly [path: string, end: number])[];
}

const encoder = new TextEncoder();
let scratch = new Uint8Array(1 << 20);

export function pack(files: readonly Rendered[]): Packed {
  // A UTF-16 unit takes at most three bytes.
  const most = files.reduce((sum, [, text]) => sum + 3 * text.length, 0);
  if (scratch.length < most) scratch = new Uint8Array(2 * most);
  let used = 0;
  const ends = files.map(([path, text]): [string, number] => {
    used += encoder.encodeInto(text, scratch.subarray(used)).written;
    return [path, used];
  });
  return { bytes: scratch.slice(0, used), ends };
}

/** A file as it has to be on disk. */
export type File = readonly [path: string, bytes: Uint8Array];

export function unpack({ bytes, ends }: Packed): readonly File[] {
  return ends.map(([path, end], index) => [path, bytes.subarray(ends[index - 1]?.[1] ?? 0, end)]);
}
