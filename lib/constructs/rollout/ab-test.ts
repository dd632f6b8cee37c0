import type { AbTest } from '../../contracts/spec/rollout.ts';
import { stepsOf, withDefaults, type RolloutProps, type Shares } from './analysis-defaults.ts';

export interface AbTestProps extends Shares, RolloutProps, Pick<AbTest, 'split' | 'shares' | 'hypothesis' | 'maxHours'> {}

/** Compares two releases on callers that each stay with theirs, until a declared hypothesis is decided. */
export function abTest(props: AbTestProps): AbTest {
  const { split, shares, hypothesis, maxHours } = props;
  return { strategy: 'abTest', steps: stepsOf(props), split, shares, hypothesis, maxHours, ...withDefaults(props) };
}
