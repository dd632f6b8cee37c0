import type { TSchema } from 'typebox';
import { parse, type Of } from '../../contracts/schema.ts';
import { messageOf, UserError } from '../../errors.ts';

const TIMEOUT_MS = 30_000;
const MOST_BYTES = 4 << 20;

/** A REST API that takes and gives JSON. */
export interface Api {
  /** Without a slash at its end. */
  readonly url: string;
  /** Sent as a bearer token, and never shown. */
  readonly token: string;
}

/** Values that a run is given. */
export type Parameters = Readonly<Record<string, unknown>>;

/**
 * One call. Redirects are refused: the token is for this host alone.
 * @param taken statuses besides 2xx that the caller knows what to do with; null is the answer then
 * @throws UserError `trigger.unavailable` when another try may help, `trigger.refused` when none will
 */
export async function call<S extends TSchema>(
  { url, token }: Api,
  method: 'GET' | 'POST',
  path: string,
  schema: S,
  body?: unknown,
  taken: readonly number[] = [],
): Promise<Of<S> | null> {
  const where = `${method} ${url}${path.split('?')[0] ?? ''}`;
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: 'application/json', authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    status = response.status;
    text = await bounded(response);
  } catch (cause) {
    throw new UserError('trigger.unavailable', `${where}: ${messageOf(cause)}; expected an answer`, 'Run it again.', { cause });
  }
  if (taken.includes(status)) return null;
  if (status < 200 || status > 299) {
    const later = status >= 500 || status === 429;
    throw new UserError(
      later ? 'trigger.unavailable' : 'trigger.refused',
      `${where}: status ${String(status)}, ${JSON.stringify(text.slice(0, 200))}; expected a run`,
      later ? 'Run it again.' : 'Check the address, the names, and what the token may do.',
    );
  }
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (cause) {
    throw new UserError('trigger.refused', `${where}: no JSON; expected a run`, 'Check the address.', { cause });
  }
  return parse(schema, answer, where);
}

async function bounded({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error(`more than ${String(MOST_BYTES)} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
