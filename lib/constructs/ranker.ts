import type { Construct } from 'constructs';
import type { ModelProps } from './declaration.ts';
import { Model } from './model.ts';

/** Puts candidates in order. */
export abstract class Ranker extends Model {
  constructor(scope: Construct, id: string, props: ModelProps) {
    super(scope, id, 'ranking', props);
  }
}
