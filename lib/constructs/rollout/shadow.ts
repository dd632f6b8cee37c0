import type { Shadow } from '../../contracts/spec/rollout.ts';
import { stepsOf, withDefaults, type RolloutProps, type Shares } from './analysis-defaults.ts';

export interface ShadowProps extends Shares, RolloutProps {
  /** Share of the calls that the candidate gets a copy of, whole percent. */
  readonly mirrorPercent: number;
  /** Minutes for which it does. */
  readonly mirrorMinutes: number;
  /** How the answers of both releases are compared. @default of `path`: `/predict`; of `tolerance`: 0 */
  readonly compare: Omit<Shadow['compare'], 'path' | 'tolerance'> & Partial<Pick<Shadow['compare'], 'path' | 'tolerance'>>;
}

/** Lets the candidate answer copies of calls, compares its answers with the stable release's, and only then hands traffic to it. */
export function shadow(props: ShadowProps): Shadow {
  const { mirrorPercent, mirrorMinutes, compare } = props;
  return {
    strategy: 'shadow',
    mirrorPercent,
    mirrorMinutes,
    // Declarations run without a type check: what is missing is for the schema to say.
    compare: { path: '/predict', tolerance: 0, ...compare },
    steps: stepsOf(props),
    ...withDefaults(props),
  };
}
