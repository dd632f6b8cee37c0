import type { Construct } from 'constructs';
import type { ClassifierProps } from './declaration.ts';
import { Model } from './model.ts';

/** Chooses one of several classes. */
export abstract class MulticlassClassifier extends Model {
  constructor(scope: Construct, id: string, props: ClassifierProps) {
    super(scope, id, 'multiclass-classification', props);
  }
}
