import type { Construct } from 'constructs';
import type { ModelProps } from './declaration.ts';
import { Model } from './model.ts';

/** Estimates a number. */
export abstract class Regressor extends Model {
  constructor(scope: Construct, id: string, props: ModelProps) {
    super(scope, id, 'regression', props);
  }
}
