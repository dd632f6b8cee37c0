import type { Construct } from 'constructs';
import type { RegressorProps } from './declaration.ts';
import { Model } from './model.ts';

/** Estimates a number. */
export abstract class Regressor extends Model {
  constructor(scope: Construct, id: string, props: RegressorProps) {
    super(scope, id, 'regression', props);
  }
}
