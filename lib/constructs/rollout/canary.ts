import type { Canary } from '../../contracts/spec/rollout.ts';

export interface CanaryProps {
  /** Shares of traffic for the candidate, whole percent, rising and below 100. */
  readonly steps: readonly [number, ...number[]];
  /** Minutes that each share is held and measured. */
  readonly pauseMinutes: number;
  /** When measurements end the rollout. @default every minute; 1 failure, 2 without data and 3 errors in a row are forgiven */
  readonly analysis?: Partial<Canary['analysis']>;
}

/** Hands traffic to a candidate in steps, each measured before the next: `canary({ steps: [5, 25, 50], pauseMinutes: 10 })`. */
export function canary({ steps, pauseMinutes, analysis }: CanaryProps): Canary {
  return {
    strategy: 'canary',
    steps: steps.map((percent) => ({ percent, pauseMinutes })),
    analysis: { intervalMinutes: 1, failureLimit: 1, inconclusiveLimit: 2, consecutiveErrorLimit: 3, ...analysis },
  };
}
