import type { Canary } from '../../contracts/spec/rollout.ts';
import { stepsOf, withDefaults, type RolloutProps, type Shares } from './analysis-defaults.ts';

export interface CanaryProps extends Shares, RolloutProps {
  /** Calls with this header reach the candidate before any share of traffic does. @default nobody's */
  readonly testers?: Canary['testers'];
}

/** Hands traffic to a candidate in steps, each measured before the next: `canary({ steps: [5, 25, 50], pauseMinutes: 10 })`. */
export function canary(props: CanaryProps): Canary {
  const { testers } = props;
  return { strategy: 'canary', steps: stepsOf(props), ...(testers === undefined ? {} : { testers }), ...withDefaults(props) };
}
