import type { BlockedRelease } from '../contracts/blocked.ts';

/**
 * The entry that keeps an image out of an environment; null when there is none.
 * @param order the model's environments, in promotion order
 */
export function blockOf(
  digest: string | null,
  environment: string,
  blocked: readonly BlockedRelease[],
  order: readonly string[],
): BlockedRelease | null {
  const later = order.slice(order.indexOf(environment) + 1);
  return blocked.find((entry) => entry.digest === digest && !later.includes(entry.environment)) ?? null;
}
