import type { Bandit } from '../../contracts/spec/rollout.ts';
import { stepsOf, withDefaults, type RolloutProps, type Shares } from './analysis-defaults.ts';

export interface BanditProps extends Shares, RolloutProps, Pick<Bandit, 'reward' | 'maxHours'> {}

/** Raises the candidate's share only as far as Thompson sampling on its rewards would. */
export function bandit(props: BanditProps): Bandit {
  const { reward, maxHours } = props;
  return { strategy: 'bandit', steps: stepsOf(props), reward, maxHours, ...withDefaults(props) };
}
