import type { BlueGreen } from '../../contracts/spec/rollout.ts';
import { withDefaults, type RolloutProps } from './analysis-defaults.ts';

export interface BlueGreenProps extends RolloutProps {
  /** Share of the calls that the preview gets a copy of, whole percent. */
  readonly mirrorPercent: number;
  /** Minutes in which calls are collected before each analysis: before the switch, and after it. */
  readonly observeMinutes: number;
}

/** Switches all traffic at once, and back: `blueGreen({ mirrorPercent: 10, observeMinutes: 15 })`. */
export function blueGreen({ mirrorPercent, observeMinutes, ...props }: BlueGreenProps): BlueGreen {
  return { strategy: 'blueGreen', mirrorPercent, observeMinutes, ...withDefaults(props) };
}
