import type { Construct } from 'constructs';
import type { ModelProps } from './declaration.ts';
import { Model } from './model.ts';

/** Estimates numbers of the future from those of the past. */
export abstract class Forecaster extends Model {
  constructor(scope: Construct, id: string, props: ModelProps) {
    super(scope, id, 'forecast', props);
  }
}
