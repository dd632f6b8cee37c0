import type { Plan } from '../plan.ts';
import { seriesLabels, seriesOf } from './measures.ts';
import { callRate, callsToAny, errorRatio, latencyQuantile } from './queries.ts';

/** A rule that keeps the answer of a query under a name, so that alerts and dashboards need not ask it again. */
export interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The windows that alerts look at, shortest first. */
export const WINDOWS = ['5m', '30m', '1h', '6h'] as const;
export type Window = (typeof WINDOWS)[number];

/** Name of the recorded share of failed calls, after Prometheus's own scheme: level, metric, operation. */
const errorRatioName = (window: Window): string => `model:request_error_ratio:rate${window}`;
const RATE = 'model:requests:rate5m';
const P95 = 'model:request_duration_ms:p95_5m';
const P99 = 'model:request_duration_ms:p99_5m';

/** What is recorded of a unit's calls. */
export function recordings(plan: Plan): readonly Recording[] {
  const calls = callsToAny(plan);
  const labels = seriesLabels(plan);
  return [
    { record: RATE, expr: callRate(calls, '5m'), labels },
    ...WINDOWS.map((window) => ({ record: errorRatioName(window), expr: errorRatio(calls, window), labels })),
    { record: P95, expr: latencyQuantile(0.95, calls, '5m'), labels },
    { record: P99, expr: latencyQuantile(0.99, calls, '5m'), labels },
  ];
}

/** Selects the unit's recorded series. */
export const recorded = {
  callRate: (plan: Plan): string => seriesOf(plan, RATE),
  errorRatio: (plan: Plan, window: Window): string => seriesOf(plan, errorRatioName(window)),
  latencyP95: (plan: Plan): string => seriesOf(plan, P95),
  latencyP99: (plan: Plan): string => seriesOf(plan, P99),
};

/** The same series of every model, for the fleet's dashboard. */
export const RECORDED_NAMES = { callRate: RATE, errorRatio: errorRatioName('5m'), latencyP95: P95, latencyP99: P99 } as const;
