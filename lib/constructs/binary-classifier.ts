import type { Construct } from 'constructs';
import type { ClassifierProps } from './declaration.ts';
import { Model } from './model.ts';

/** Tells yes from no. */
export abstract class BinaryClassifier extends Model {
  constructor(scope: Construct, id: string, props: ClassifierProps) {
    super(scope, id, 'binary-classification', props);
  }
}
