import type { Shadow } from '../../contracts/spec/rollout.ts';
import { fromGiven, withDefaults } from '../from-given.ts';
import { analysisOf, stepsOf, type RolloutProps, type Shares } from './analysis-defaults.ts';

export interface ShadowProps extends Shares, RolloutProps {
  /** Share of the calls that the candidate gets a copy of, whole percent. */
  readonly mirrorPercent: number;
  /** Minutes for which it does. */
  readonly mirrorMinutes: number;
  /** How the answers of both releases are compared. @default of `path`: `/predict`; of `tolerance`: 0 */
  readonly compare: Omit<Shadow['compare'], 'path' | 'tolerance'> & Partial<Pick<Shadow['compare'], 'path' | 'tolerance'>>;
}

const COMPARE = { path: '/predict', tolerance: 0 };

/** Lets the candidate answer copies of calls, compares its answers with the stable release's, and only then hands traffic to it. */
export function shadow(props: ShadowProps): Shadow {
  return fromGiven(props, ({ steps, pauseMinutes, analysis, compare, ...rest }) => ({
    strategy: 'shadow',
    ...rest,
    compare: withDefaults(COMPARE, compare),
    steps: stepsOf({ steps, pauseMinutes }),
    analysis: analysisOf(analysis),
  }));
}
