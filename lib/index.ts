// What a repository of models imports as 'modelgate'.
export { BinaryClassifier } from './constructs/binary-classifier.ts';
export { defineConfig } from './constructs/config.ts';
export {
  protectedAttribute,
  type ClassifierProps,
  type Consumer,
  type ModelProps,
  type Monitoring,
  type Owner,
  type PlainThresholds,
  type Replicas,
  type Traffic,
} from './constructs/declaration.ts';
export { Forecaster } from './constructs/forecaster.ts';
export { Model } from './constructs/model.ts';
export { MulticlassClassifier } from './constructs/multiclass-classifier.ts';
export { Ranker } from './constructs/ranker.ts';
export { Regressor } from './constructs/regressor.ts';
export { canary, type CanaryProps } from './constructs/rollout/canary.ts';
export { sklearnServer, type SklearnServerProps } from './constructs/serving/sklearn-server.ts';
export type { Config } from './contracts/config.ts';
export { UserError, UserErrors } from './errors.ts';
