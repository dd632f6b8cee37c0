import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { UserError } from '../../errors.ts';

/** What to download, and what it has to be. */
export interface Wanted {
  readonly url: string;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Exact length; more is never read. */
  readonly bytes: number;
  /** Where the file ends up; its folder exists. */
  readonly output: string;
}

/**
 * Downloads one file and puts it in place only when length and checksum are right. It is written beside its final name and
 * renamed, so that a server never sees half of it.
 * @throws UserError `artifact.unreachable`, `artifact.wrong_length`, `artifact.wrong_checksum`; nothing is left behind
 */
export async function fetchArtifact({ url, sha256, bytes, output }: Wanted, signal?: AbortSignal): Promise<void> {
  const part = `${output}.part`;
  try {
    const { length, digest } = await download(url, bytes, part, signal);
    if (length !== bytes) {
      throw new UserError(
        'artifact.wrong_length',
        `${url}: ${length > bytes ? `more than ${String(bytes)}` : String(length)} bytes; expected ${String(bytes)}`,
        'Upload the file that the release names.',
      );
    }
    if (digest !== sha256) {
      throw new UserError(
        'artifact.wrong_checksum',
        `${url}: sha256 is ${digest}; expected ${sha256}`,
        'These are other bytes than those of the release: find out who changed them before anything else.',
      );
    }
    await rename(part, output);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Writes what comes to `part`, at most one chunk beyond `bytes`. */
async function download(url: string, bytes: number, part: string, signal?: AbortSignal): Promise<{ length: number; digest: string }> {
  const response = await answer(url, signal);
  const hash = createHash('sha256');
  const file = await open(part, 'w', 0o444);
  let length = 0;
  try {
    for await (const chunk of chunks(url, response)) {
      length += chunk.length;
      if (length > bytes) break;
      hash.update(chunk);
      await file.write(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { length, digest: hash.digest('hex') };
}

async function answer(url: string, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { redirect: 'follow', ...(signal === undefined ? {} : { signal }) });
  } catch (cause) {
    throw unreachable(url, 'no answer', cause);
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw unreachable(url, `status ${String(response.status)}`);
  }
  return response;
}

async function* chunks(url: string, { body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  try {
    yield* body;
  } catch (cause) {
    throw unreachable(url, 'the connection broke', cause);
  }
}

function unreachable(url: string, what: string, cause?: unknown): UserError {
  return new UserError(
    'artifact.unreachable',
    `${url}: ${what}; expected the model file`,
    "Check the address in release.yaml and the pod's egress.",
    {
      cause,
    },
  );
}
