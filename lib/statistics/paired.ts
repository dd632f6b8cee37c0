import { chiSquareTail } from './special-functions.ts';
import { sum } from './sum.ts';
import type { Interval } from './intervals.ts';

/** How two releases did on the same rows: rows that both, one, the other, or neither got right. */
export interface Paired {
  readonly both: number;
  readonly candidateOnly: number;
  readonly incumbentOnly: number;
  readonly neither: number;
}

/** Below this many rows on which the two differ the chi-square approximation is poor. */
const EXACT_BELOW = 25;

/**
 * McNemar's test of equal accuracy on the same rows: exact binomial, `2 P(X <= min(b, c))` with X of `B(b + c, 1/2)`, below 25 differing rows,
 * else `(|b - c| - 1)^2 / (b + c)` against chi-square with one degree of freedom. Source: McNemar (1947), Edwards (1948).
 * @returns two-sided p-value; 1 when the two never differ
 */
export function mcnemar({ candidateOnly, incumbentOnly }: Paired): number {
  const differing = candidateOnly + incumbentOnly;
  if (differing === 0) return 1;
  if (differing >= EXACT_BELOW) return chiSquareTail((Math.abs(candidateOnly - incumbentOnly) - 1) ** 2 / differing, 1);
  return Math.min(1, 2 * belowHalf(Math.min(candidateOnly, incumbentOnly), differing));
}

/** P(X <= k) for X of B(n, 1/2), n small enough for whole binomial coefficients. */
function belowHalf(k: number, n: number): number {
  let coefficient = 1;
  let total = 0;
  for (let i = 0; i <= k; i++) {
    total += coefficient;
    coefficient = (coefficient * (n - i)) / (i + 1);
  }
  return total / 2 ** n;
}

const RESAMPLES = 1000;

/**
 * Percentile interval (2.5 % to 97.5 %) of the mean of paired differences, from 1,000 resamples drawn by a generator with a fixed seed: the same
 * rows give the same interval. Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
 * @returns null without rows
 */
export function pairedBootstrap(differences: readonly number[], seed = 1): Interval | null {
  if (differences.length === 0) return null;
  const next = generator(seed);
  const means = Array.from({ length: RESAMPLES }, () => {
    const drawn = Array.from(differences, () => differences[Math.floor(next() * differences.length)] ?? 0);
    return sum(drawn) / drawn.length;
  }).sort((a, b) => a - b);
  return [quantile(means, 0.025), quantile(means, 0.975)];
}

/** Linear between the two neighbours, as numpy's default. */
function quantile(ascending: readonly number[], share: number): number {
  const place = share * (ascending.length - 1);
  const low = Math.floor(place);
  const [a = 0, b = 0] = [ascending[low], ascending[Math.min(low + 1, ascending.length - 1)]];
  return a + (b - a) * (place - low);
}

/** Mulberry32 (T. Ettinger, 2017): 32 bits of state, numbers from 0 up to 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
