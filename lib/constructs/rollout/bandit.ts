import type { Bandit } from '../../contracts/spec/rollout.ts';
import { fromGiven } from '../from-given.ts';
import { analysisOf, stepsOf, type RolloutProps, type Shares } from './analysis-defaults.ts';

export interface BanditProps extends Shares, RolloutProps, Pick<Bandit, 'reward' | 'maxHours'> {}

/** Raises the candidate's share only as far as Thompson sampling on its rewards would. */
export function bandit(props: BanditProps): Bandit {
  return fromGiven(props, ({ steps, pauseMinutes, analysis, ...rest }) => ({
    strategy: 'bandit',
    steps: stepsOf({ steps, pauseMinutes }),
    ...rest,
    analysis: analysisOf(analysis),
  }));
}
