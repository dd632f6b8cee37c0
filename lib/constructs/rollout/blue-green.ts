import type { BlueGreen } from '../../contracts/spec/rollout.ts';
import { fromGiven } from '../from-given.ts';
import { analysisOf, type RolloutProps } from './analysis-defaults.ts';

export interface BlueGreenProps extends RolloutProps {
  /** Share of the calls that the preview gets a copy of, whole percent. */
  readonly mirrorPercent: number;
  /** Minutes in which calls are collected before each analysis: before the switch, and after it. */
  readonly observeMinutes: number;
}

/** Switches all traffic at once, and back: `blueGreen({ mirrorPercent: 10, observeMinutes: 15 })`. */
export function blueGreen(props: BlueGreenProps): BlueGreen {
  return fromGiven(props, ({ analysis, ...rest }) => ({ strategy: 'blueGreen', ...rest, analysis: analysisOf(analysis) }));
}
