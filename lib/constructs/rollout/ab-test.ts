import type { AbTest } from '../../contracts/spec/rollout.ts';
import { fromGiven } from '../from-given.ts';
import { analysisOf, stepsOf, type RolloutProps, type Shares } from './analysis-defaults.ts';

export interface AbTestProps extends Shares, RolloutProps, Pick<AbTest, 'split' | 'shares' | 'hypothesis' | 'maxHours'> {}

/** Compares two releases on callers that each stay with theirs, until a declared hypothesis is decided. */
export function abTest(props: AbTestProps): AbTest {
  return fromGiven(props, ({ steps, pauseMinutes, analysis, ...rest }) => ({
    strategy: 'abTest',
    steps: stepsOf({ steps, pauseMinutes }),
    ...rest,
    analysis: analysisOf(analysis),
  }));
}
