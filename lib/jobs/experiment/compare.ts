import { messageOf, UserError } from '../../errors.ts';

export interface Comparison {
  /** Address of recorded requests, one JSON body a line. */
  readonly requests: string;
  readonly stable: string;
  readonly candidate: string;
  readonly minimumSample: number;
  /** Share of answers, 0 to 1. */
  readonly maxDisagreement: number;
  /** Numbers that differ by no more are the same. */
  readonly tolerance: number;
}

export interface Compared {
  readonly passed: boolean;
  /** Requests that the stable release answered. */
  readonly compared: number;
  /** Those among them that the candidate answered otherwise, or not at all. */
  readonly different: number;
}

const TIMEOUT_MS = 10_000;
const AT_ONCE = 8;
const MAX_BYTES = 64 * 1024 * 1024;
/** More than the sample asks for would only take longer. */
const ENOUGH = 4;

/** Whether two answers are the same: all but numbers equal, numbers within the tolerance. */
export function sameAnswer(a: unknown, b: unknown, tolerance: number): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= tolerance;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  if (keys.length !== others.length) return false;
  return keys.every(
    (key) => Object.hasOwn(b, key) && sameAnswer((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], tolerance),
  );
}

async function recorded(address: string, most: number): Promise<readonly string[]> {
  const unreadable = (seen: string, cause?: unknown): UserError =>
    new UserError(
      'experiment.no_requests',
      `${address}: ${seen}; expected recorded requests, one JSON body a line`,
      'See what the request log answers.',
      { cause },
    );
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS * 6) });
    if (!response.ok) throw unreadable(`status ${String(response.status)}`);
    const text = await response.text();
    if (text.length > MAX_BYTES) throw unreadable(`more than ${String(MAX_BYTES)} bytes`);
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, most);
  } catch (thrown) {
    throw thrown instanceof UserError ? thrown : unreadable(messageOf(thrown), thrown);
  }
}

/** What a release answers; null for an error, a refusal, or what is no JSON. */
async function answer(address: string, body: string): Promise<{ readonly value: unknown } | null> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return response.ok ? { value: await response.json() } : null;
  } catch {
    return null;
  }
}

/**
 * Asks both releases the same and compares their answers. What the stable release doesn't answer is not compared; what the candidate alone
 * doesn't answer is different.
 * @throws UserError `experiment.no_requests`
 */
export async function compare({ requests, stable, candidate, minimumSample, maxDisagreement, tolerance }: Comparison): Promise<Compared> {
  const lines = [...(await recorded(requests, minimumSample * ENOUGH))];
  let [compared, different] = [0, 0];
  const work = async (): Promise<void> => {
    for (let body = lines.shift(); body !== undefined; body = lines.shift()) {
      const [one, other] = await Promise.all([answer(stable, body), answer(candidate, body)]);
      if (one === null) continue;
      compared += 1;
      if (other === null || !sameAnswer(one.value, other.value, tolerance)) different += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { passed: compared >= minimumSample && different <= maxDisagreement * compared, compared, different };
}
