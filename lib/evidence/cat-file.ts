import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { UserError } from '../errors.ts';
import { gitEnvironment, gitMissing } from './git.ts';
import { tooLarge } from './tree.ts';

interface Request {
  readonly oid: string;
  readonly where: string;
  readonly limit: number;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

const LINE_FEED = 10;

/**
 * Reads blobs through one long-lived `git cat-file --batch`: a process a blob would take a thousand times as long. The process does not
 * keep Node alive while nothing is asked for.
 */
export class CatFile {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting: Request[] = [];
  #failed: Error | null = null;
  /** Bytes that arrived and were not taken yet. */
  #pieces: Buffer[] = [];
  #held = 0;
  /** Length of the answer that is being read (its blob and the line feed behind it); null while its first line is awaited. */
  #due: number | null = null;
  /** Bytes of an answer over its limit that are still to be thrown away. */
  #skip = 0;

  constructor(root: string) {
    this.#child = spawn('git', ['cat-file', '--batch'], {
      cwd: root,
      env: gitEnvironment(),
      stdio: ['pipe', 'pipe', 'ignore'],
      shell: false,
    });
    this.#child.on('error', (thrown) => {
      this.#fail(gitMissing(thrown));
    });
    this.#child.on('close', () => {
      this.#fail(
        new UserError(
          'git.failed',
          'git cat-file ended before it answered; expected the contents of a file',
          'Run `git fsck` in the repository.',
        ),
      );
    });
    // A write to a process that has ended is told by `close`.
    this.#child.stdin.on('error', () => undefined);
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    this.#child.unref();
    this.#hold(false);
  }

  /**
   * The bytes of one blob.
   * @param oid full hash, from git itself
   * @throws UserError `file.too_large`, `git.object_missing`, `git.failed`
   */
  read(oid: string, where: string, limit: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.#failed !== null) {
        reject(this.#failed);
        return;
      }
      this.#waiting.push({ oid, where, limit, resolve, reject });
      this.#hold(true);
      // What is asked for in one go is written in one go: a write a blob costs more than reading it.
      if (this.#child.stdin.writableCorked === 0) {
        this.#child.stdin.cork();
        process.nextTick(() => {
          this.#child.stdin.uncork();
        });
      }
      this.#child.stdin.write(`${oid}\n`);
    });
  }

  close(): void {
    this.#child.stdin.end();
  }

  /** Pipes of a child are sockets, which Node's types hide. */
  #hold(alive: boolean): void {
    for (const stream of [this.#child.stdin, this.#child.stdout] as unknown as Socket[]) {
      if (alive) stream.ref();
      else stream.unref();
    }
  }

  #fail(error: Error): void {
    this.#failed ??= error;
    for (const request of this.#waiting.splice(0)) request.reject(this.#failed);
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, rest.length);
      this.#skip -= skipped;
      rest = rest.subarray(skipped);
    }
    if (rest.length > 0) {
      this.#pieces.push(rest);
      this.#held += rest.length;
    }
    while (this.#step());
    if (this.#waiting.length === 0) this.#hold(false);
  }

  /** Handles one first line or one blob, when it is all there. */
  #step(): boolean {
    if (this.#due !== null) {
      if (this.#held < this.#due) return false;
      const body = this.#cut(this.#due);
      this.#due = null;
      this.#waiting.shift()?.resolve(body.subarray(0, -1));
      return true;
    }
    const all = this.#joined();
    const end = all.indexOf(LINE_FEED);
    const request = this.#waiting[0];
    if (end === -1 || request === undefined) return false;
    const [, kind, size] = this.#cut(end + 1)
      .toString('latin1', 0, end)
      .split(' ');
    const bytes = Number(size);
    if (kind !== 'blob') {
      this.#waiting.shift();
      if (kind === 'missing') {
        request.reject(
          new UserError(
            'git.object_missing',
            `${request.where}: git does not have its contents (${request.oid})`,
            'Fetch the whole repository: `git fetch --refetch`.',
          ),
        );
        return true;
      }
      this.#skipOver(bytes + 1);
      request.reject(
        new UserError(
          'path.not_a_file',
          `${request.where}: a ${kind ?? 'thing'} of git; expected a file`,
          'Put a regular file there, or remove it.',
        ),
      );
      return true;
    }
    if (bytes > request.limit) {
      this.#waiting.shift();
      this.#skipOver(bytes + 1);
      request.reject(tooLarge(request.where, bytes, request.limit));
      return true;
    }
    this.#due = bytes + 1;
    return true;
  }

  #skipOver(length: number): void {
    const here = Math.min(length, this.#held);
    this.#cut(here);
    this.#skip = length - here;
  }

  /** What is held, in one piece: many small answers come in one, which is not to be copied for each. */
  #joined(): Buffer {
    const [first] = this.#pieces;
    if (first !== undefined && this.#pieces.length === 1) return first;
    const all = Buffer.concat(this.#pieces);
    this.#pieces = [all];
    return all;
  }

  /** Takes the first `length` bytes away. */
  #cut(length: number): Buffer {
    const all = this.#joined();
    this.#pieces = [all.subarray(length)];
    this.#held = all.length - length;
    return all.subarray(0, length);
  }
}
