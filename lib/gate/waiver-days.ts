import type { Instant } from '../contracts/common.ts';
import type { Waiver } from '../contracts/waiver.ts';

const DAY = 86_400;

/**
 * Days that a waiver still holds, the only place where that is decided: 0 on its last day (it holds to that day's end in UTC), negative
 * when it has expired.
 */
export function daysLeft(waiver: Pick<Waiver, 'expires'>, now: Instant): number {
  return Math.floor(Date.parse(`${waiver.expires}T00:00:00Z`) / 1000 / DAY) - Math.floor(now.seconds / DAY);
}

export function isExpired(waiver: Pick<Waiver, 'expires'>, now: Instant): boolean {
  // A day that does not parse gives NaN, and no comparison with NaN is true: it must not hold.
  return !(daysLeft(waiver, now) >= 0);
}
