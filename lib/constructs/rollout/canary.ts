import type { Canary } from '../../contracts/spec/rollout.ts';
import { fromGiven } from '../from-given.ts';
import { analysisOf, stepsOf, type RolloutProps, type Shares } from './analysis-defaults.ts';

export interface CanaryProps extends Shares, RolloutProps {
  /** Calls with this header reach the candidate before any share of traffic does. @default nobody's */
  readonly testers?: NonNullable<Canary['testers']>;
}

/** Hands traffic to a candidate in steps, each measured before the next: `canary({ steps: [5, 25, 50], pauseMinutes: 10 })`. */
export function canary(props: CanaryProps): Canary {
  return fromGiven(props, ({ steps, pauseMinutes, analysis, ...rest }) => ({
    strategy: 'canary',
    steps: stepsOf({ steps, pauseMinutes }),
    ...rest,
    analysis: analysisOf(analysis),
  }));
}
