import type { RolloutAnalysis } from '../../contracts/spec/rollout.ts';
import { withDefaults } from '../from-given.ts';

/** What every strategy may say besides its own. */
export interface RolloutProps {
  /** When measurements end the rollout. @default every minute; 1 failure, 2 without data and 3 errors in a row are forgiven */
  readonly analysis?: Partial<RolloutAnalysis>;
  /** Hours until the truth about a prediction is known. @default at once */
  readonly labelDelayHours?: number;
}

const DEFAULTS: RolloutAnalysis = { intervalMinutes: 1, failureLimit: 1, inconclusiveLimit: 2, consecutiveErrorLimit: 3 };

/** When measurements end a rollout, with what the declaration leaves out. */
export function analysisOf(given: RolloutProps['analysis']): RolloutAnalysis {
  return withDefaults(DEFAULTS, given);
}

/** Shares of traffic that rise and are each held as long. */
export interface Shares {
  /** Shares of traffic for the candidate, whole percent, rising and below 100. */
  readonly steps: readonly [number, ...number[]];
  /** Minutes that each share is held before it is measured. */
  readonly pauseMinutes: number;
}

/** One step a share. */
export function stepsOf({ steps, pauseMinutes }: Shares): { percent: number; pauseMinutes: number }[] {
  const given: unknown = steps;
  // Declarations run without a type check: what is no list is for the schema to say.
  if (!Array.isArray(given)) return given as ReturnType<typeof stepsOf>;
  return steps.map((percent) => ({ percent, pauseMinutes }));
}
