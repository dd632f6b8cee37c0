// What a repository of models imports as 'modelgate'.
export { BinaryClassifier } from './constructs/binary-classifier.ts';
export { defineConfig } from './constructs/config.ts';
export {
  protectedAttribute,
  type ClassifierProps,
  type Consumer,
  type Egress,
  type ModelProps,
  type Monitoring,
  type Owner,
  type PlainThresholds,
  type RegressorProps,
  type Replicas,
  type Retrain,
  type Traffic,
} from './constructs/declaration.ts';
export {
  cdcConnector,
  dataContract,
  feast,
  kafkaTopic,
  store,
  type CdcConnectorProps,
  type DataProps,
  type KafkaTopicProps,
} from './constructs/data/declare.ts';
export { flink } from './constructs/data/jobs/flink.ts';
export { spark } from './constructs/data/jobs/spark.ts';
export { Forecaster } from './constructs/forecaster.ts';
export { Model } from './constructs/model.ts';
export { MulticlassClassifier } from './constructs/multiclass-classifier.ts';
export { Ranker } from './constructs/ranker.ts';
export { Regressor } from './constructs/regressor.ts';
export { abTest, type AbTestProps } from './constructs/rollout/ab-test.ts';
export { bandit, type BanditProps } from './constructs/rollout/bandit.ts';
export { blueGreen, type BlueGreenProps } from './constructs/rollout/blue-green.ts';
export { canary, type CanaryProps } from './constructs/rollout/canary.ts';
export { shadow, type ShadowProps } from './constructs/rollout/shadow.ts';
export { externalSecret, type ExternalSecretProps } from './constructs/security/secrets.ts';
export { cpu, customMetric, keda, memory } from './constructs/serving/autoscaling.ts';
export { batchInference, type BatchInferenceProps } from './constructs/serving/batch/batch-inference.ts';
export { download, ociImage } from './constructs/serving/model-volume.ts';
export { customRuntime, type CustomRuntimeProps } from './constructs/serving/runtimes/custom-runtime.ts';
export { fastapi, type FastapiProps } from './constructs/serving/runtimes/fastapi.ts';
export { mlflow } from './constructs/serving/runtimes/mlflow.ts';
export { onnxRuntime } from './constructs/serving/runtimes/onnx-runtime.ts';
export type { Gpu, GpuServerSize, ServerSize } from './constructs/serving/runtimes/preset.ts';
export { sklearnServer, type SklearnServerProps } from './constructs/serving/runtimes/sklearn-server.ts';
export { explainer, stage, type BesideProps } from './constructs/serving/stages.ts';
export { knative, kserve, seldon, type KnativeProps, type SeldonProps } from './constructs/serving/targets/target.ts';
export { tensorflowServing } from './constructs/serving/runtimes/tensorflow-serving.ts';
export { torchserve } from './constructs/serving/runtimes/torchserve.ts';
export { triton } from './constructs/serving/runtimes/triton.ts';
export { gatewayApi, ingress, istio, type GatewayApiProps, type IngressProps } from './constructs/traffic/router.ts';
export { grid, randomSearch, type SearchProps, type Space } from './constructs/training/search-space.ts';
export {
  alert,
  cron,
  gitPush,
  kafka,
  measured,
  webhook,
  type MeasurementProps,
  type ScheduleProps,
} from './constructs/training/triggers.ts';
export { airflow } from './constructs/training/trainers/airflow.ts';
export { katib } from './constructs/training/trainers/katib.ts';
export { kubeflowPipelines } from './constructs/training/trainers/kubeflow-pipelines.ts';
export { kubeflowTrainer } from './constructs/training/trainers/kubeflow-trainer.ts';
export { ray } from './constructs/training/trainers/ray.ts';
export type { FeastRegistry } from './contracts/spec/data.ts';
export type { Config } from './contracts/config.ts';
export { UserError, UserErrors } from './errors.ts';
