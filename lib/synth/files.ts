import * as fs from 'node:fs';

/** What writing needs of a file system, so that a test can make any call fail. */
export type Files = Pick<
  typeof fs,
  | 'lstatSync'
  | 'mkdirSync'
  | 'readFileSync'
  | 'readdirSync'
  | 'readlinkSync'
  | 'renameSync'
  | 'rmdirSync'
  | 'symlinkSync'
  | 'unlinkSync'
  | 'writeFileSync'
>;

export const realFiles: Files = fs;

/** The error code of a failed call: `ENOENT`; undefined for any other value. */
export function errnoOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** The result of a call, or undefined when what it names isn't there. */
export function ifThere<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
}
