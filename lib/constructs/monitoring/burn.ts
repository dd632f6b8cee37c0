import type { Plan } from '../plan.ts';
import { callsToAny, latencyQuantile } from './queries.ts';
import { recorded, type Window } from './recordings.ts';

/**
 * How a limit is watched: two windows must agree, the long one for weight, the short one so that the alarm ends with its cause.
 * A limit allows a share of calls to go wrong; `factor` is how many times that share is going wrong.
 * Method: multi-window, multi-burn-rate alerts (Site Reliability Workbook, chapter 5). The slow one is the limit itself, held for hours.
 */
export interface Burn {
  readonly speed: 'Fast' | 'Slow';
  readonly factor: number;
  readonly long: Window;
  readonly short: Window;
}

export const BURNS: readonly Burn[] = [
  { speed: 'Fast', factor: 6, long: '1h', short: '5m' },
  { speed: 'Slow', factor: 1, long: '6h', short: '30m' },
];

/** However loose a limit is, half of all calls failing is an alarm. */
const GREATEST_SHARE = 0.5;

/** A product of decimals as people would write it. */
function decimal(value: number): number {
  return Number(value.toPrecision(12));
}

/** The share of failed calls that a burn stands for, 0 to 0.5. */
export function burningErrorRate({ factor }: Burn, errorRate: number): number {
  return Math.max(errorRate, Math.min(decimal(errorRate * factor), GREATEST_SHARE));
}

/** Whether the share of failed calls is burning. */
export function errorBurn(plan: Plan, burn: Burn): string {
  const limit = String(burningErrorRate(burn, plan.thresholds.serving.errorRate));
  return [burn.long, burn.short].map((window) => `${recorded.errorRatio(plan, window)} > ${limit}`).join(' and ');
}

/**
 * The share of calls that may be as fast as the limit when latency burns: a 95th percentile lets a twentieth be slower, six times
 * that is 30 %, so the 70th percentile has reached the limit.
 */
export function burningQuantile({ factor }: Burn, quantile: 0.95 | 0.99): number {
  return decimal(1 - (1 - quantile) * factor);
}

/** Whether the share of calls slower than the limit is burning. */
export function latencyBurn(plan: Plan, burn: Burn, quantile: 0.95 | 0.99): string {
  const { latencyP95Ms, latencyP99Ms } = plan.thresholds.serving;
  const limit = String(quantile === 0.95 ? latencyP95Ms : latencyP99Ms);
  return [burn.long, burn.short]
    .map((window) => `${latencyQuantile(burningQuantile(burn, quantile), callsToAny(plan), window)} > ${limit}`)
    .join(' and ');
}
