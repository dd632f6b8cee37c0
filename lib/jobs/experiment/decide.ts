import type { Hypothesis } from '../../contracts/spec/rollout.ts';
import { normalQuantile } from '../../normal-quantile.ts';
import { chiSquare, moments, paired, probabilityBetter, welch, type Outcomes, type Sample } from './statistics.ts';

/** What was observed: of each release, or of pairs (`differences`, for the paired test alone). */
export type Observed = { readonly stable: Sample; readonly candidate: Sample } | { readonly differences: Sample };

export interface Decision {
  /** `wait`: too little was observed. `undecided`: enough was, and it shows nothing. */
  readonly verdict: 'candidate' | 'stable' | 'undecided' | 'wait';
  /** Two-sided p-value, or the probability that the candidate is better; null while waiting and where a test has no meaning. */
  readonly probability: number | null;
  /** Candidate minus stable, in the metric's unit; null likewise. */
  readonly difference: number | null;
  /** Observations that are needed of each release, or of pairs. */
  readonly needed: number;
}

const outcomes = ({ count, sum }: Sample): Outcomes => ({ trials: count, successes: Math.min(count, Math.max(0, Math.round(sum))) });

/** Observations for the declared power, by what was seen of the variance: `(z(1 - alpha/2) + z(power))^2 v / d^2`, v of both together. */
function neededFor({ alpha, power, minimumEffect, minimumSample }: Hypothesis, variance: number): number {
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return Math.max(minimumSample, Math.ceil((z * z * variance) / minimumEffect ** 2));
}

/**
 * Decides a declared hypothesis, once: as soon as the sample is large enough, and never by a first look at a smaller one.
 * The candidate wins by a difference in the declared direction that is significant at `alpha` (Beta-Binomial: with a probability of
 * `1 - alpha` of being better); the stable release by one in the other direction; else nothing is decided.
 */
export function decide(hypothesis: Hypothesis, observed: Observed): Decision {
  const { test, minimumSample, alpha } = hypothesis;
  const wait = (needed: number): Decision => ({ verdict: 'wait', probability: null, difference: null, needed });
  const sign = hypothesis.better === 'higher' ? 1 : -1;
  if ('differences' in observed) {
    const { count } = observed.differences;
    if (count < minimumSample) return wait(minimumSample);
    const needed = neededFor(hypothesis, moments(observed.differences).variance);
    return count < needed ? wait(needed) : significant(paired(observed.differences), alpha, sign, needed);
  }
  const { stable, candidate } = observed;
  const least = Math.min(stable.count, candidate.count);
  if (least < minimumSample) return wait(minimumSample);
  if (test === 'welch-t') {
    const needed = neededFor(hypothesis, moments(stable).variance + moments(candidate).variance);
    return least < needed ? wait(needed) : significant(welch(stable, candidate), alpha, sign, needed);
  }
  if (test === 'chi-square') return significant(chiSquare(outcomes(stable), outcomes(candidate)), alpha, sign, minimumSample);
  const above = probabilityBetter(outcomes(stable), outcomes(candidate));
  const better = sign === 1 ? above : 1 - above;
  return {
    verdict: better >= 1 - alpha ? 'candidate' : better <= alpha ? 'stable' : 'undecided',
    probability: better,
    difference: candidate.sum / candidate.count - stable.sum / stable.count,
    needed: minimumSample,
  };
}

function significant(tested: ReturnType<typeof welch>, alpha: number, sign: number, needed: number): Decision {
  if (tested === null) return { verdict: 'undecided', probability: null, difference: null, needed };
  const { pValue, difference } = tested;
  const verdict = pValue >= alpha || difference === 0 ? 'undecided' : difference * sign > 0 ? 'candidate' : 'stable';
  return { verdict, probability: pValue, difference, needed };
}
