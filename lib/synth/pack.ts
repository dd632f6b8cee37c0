import type { Rendered } from './protocol.ts';

/** Files on their way out of a thread: one block of UTF-8, which changes hands without being copied, and one text each of paths and digests. */
export interface Packed {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Paths relative to the repository, a line each. */
  readonly paths: string;
  /** SHA-256 of each file, a line each. */
  readonly digests: string;
  /** Where the text of each file ends in `bytes`. */
  readonly ends: Uint32Array<ArrayBuffer>;
}

const encoder = new TextEncoder();
let scratch = new Uint8Array(1 << 20);

/** @param files their paths have no line end in them, as names of objects don't */
export function pack(files: readonly Rendered[]): Packed {
  // A UTF-16 unit takes at most three bytes.
  const most = files.reduce((sum, [, text]) => sum + 3 * text.length, 0);
  if (scratch.length < most) scratch = new Uint8Array(2 * most);
  let used = 0;
  const ends = Uint32Array.from(files, ([, text]) => (used += encoder.encodeInto(text, scratch.subarray(used)).written));
  return {
    bytes: scratch.slice(0, used),
    paths: files.map(([path]) => path).join('\n'),
    digests: files.map(([, , digest]) => digest).join('\n'),
    ends,
  };
}

/** A file as it has to be on disk, with the SHA-256 of its bytes. */
export type File = readonly [path: string, bytes: Uint8Array, sha256: string];

/** A part of `synth/` that is rendered in one go: a model, or with null what models share. */
export interface Part {
  readonly model: string | null;
  readonly files: readonly File[];
  /** First label of the model's hosts; null when it is not known, and for what models share. */
  readonly subdomain: string | null;
}

export function unpack({ bytes, paths, digests, ends }: Packed): readonly File[] {
  if (ends.length === 0) return [];
  const sums = digests.split('\n');
  return paths.split('\n').map((path, index) => [path, bytes.subarray(ends[index - 1] ?? 0, ends[index]), sums[index] ?? '']);
}
