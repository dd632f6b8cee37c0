import { messageOf, UserError } from '../../errors.ts';
import type { Sample } from './statistics.ts';

const TIMEOUT_MS = 20_000;

/** Which observations count. */
export interface Series {
  /** Address of Prometheus. */
  readonly address: string;
  readonly model: string;
  readonly environment: string;
  /** Name of the counters without `_count`, `_sum` and `_sumsq`. */
  readonly metric: string;
  /** Seconds back from now. */
  readonly seconds: number;
}

/** The part of Prometheus's answer that is looked at. */
interface Answer {
  readonly status: string;
  readonly data: { readonly result: readonly { readonly value?: readonly unknown[] }[] };
}

/** The one number that a query gives; 0 when there is none: nothing was observed. @throws UserError `prometheus.failed` */
async function ask(address: string, query: string): Promise<number> {
  const failed = (seen: string, cause?: unknown): UserError =>
    new UserError('prometheus.failed', `${address}: ${query}: ${seen}; expected one number`, 'See whether Prometheus is up.', { cause });
  let answer: unknown;
  try {
    const url = `${address.replace(/\/+$/, '')}/api/v1/query?query=${encodeURIComponent(query)}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    answer = await response.json();
  } catch (cause) {
    throw failed(messageOf(cause), cause);
  }
  const { status, data } = answer as Partial<Answer>;
  if (status !== 'success' || !Array.isArray(data?.result)) throw failed(JSON.stringify(answer).slice(0, 200));
  const [first] = data.result as Answer['data']['result'];
  if (first === undefined) return 0;
  const value = Number(first.value?.[1]);
  if (!Number.isFinite(value)) throw failed(JSON.stringify(first));
  return value;
}

/**
 * What one release's counters gained, or the pairs' (`difference`): `<metric>_count`, `<metric>_sum`, `<metric>_sumsq`.
 * `increase()` extrapolates to the edges of its window, so counts are rounded.
 */
export async function observe(
  { address, model, environment, metric, seconds }: Series,
  role: 'stable' | 'candidate' | 'difference',
): Promise<Sample> {
  const gained = (ending: string): Promise<number> =>
    ask(address, `sum(increase(${metric}_${ending}{model="${model}",environment="${environment}",role="${role}"}[${String(seconds)}s]))`);
  const [count, sum, sumOfSquares] = await Promise.all([gained('count'), gained('sum'), gained('sumsq')]);
  return { count: Math.max(0, Math.round(count)), sum, sumOfSquares };
}
