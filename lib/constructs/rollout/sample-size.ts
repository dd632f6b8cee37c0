import { normalQuantile } from '../../normal-quantile.ts';

/**
 * Observations of each arm that a two-sided test of two shares needs, whatever the shares are: `ceil((z(1 - alpha/2) + z(power))^2 / (2 d^2))`,
 * the normal approximation at its worst case, shares of one half.
 */
export function sampleOfProportions(ask: { readonly alpha: number; readonly power: number; readonly minimumEffect: number }): number {
  const z = normalQuantile(1 - ask.alpha / 2) + normalQuantile(ask.power);
  return Math.ceil((z * z) / (2 * ask.minimumEffect ** 2));
}
