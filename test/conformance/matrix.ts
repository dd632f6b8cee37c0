import { synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import type { RiskTier } from '../../lib/contracts/common.ts';
import type { Release } from '../../lib/contracts/release.ts';
import type { ModelProps } from '../../lib/index.ts';
import { everyStrategy } from '../support/strategies.ts';
import { equipped, everyJob } from '../support/every-job.ts';
import { everyTarget } from '../support/every-target.ts';
import { everyServing, type Served } from '../support/every-serving.ts';
import {
  binaryClassifier,
  context,
  everyTask,
  forecaster,
  pipelineProps,
  plainProps,
  routerProps,
  thresholds,
  trafficProps,
} from '../support/units.ts';

/** How a candidate gets its traffic: a line for each preset, by its name in `lib/index.ts`. */
export const STRATEGIES: Readonly<Record<string, ModelProps['rollout']>> = {
  ...everyStrategy,
};

function serving(name: string): Served {
  const served = everyServing[name];
  if (served === undefined) throw new Error(`test/support/every-serving.ts has no ${name}`);
  return served;
}

/** What serves a model: a line for each preset, by its name in `lib/index.ts`. */
export const RUNTIMES: Readonly<Record<string, Served>> = {
  sklearnServer: serving('sklearn, file downloaded'),
  fastapi: serving('fastapi, file downloaded'),
  torchserve: serving('torchserve, OCI volume'),
  tensorflowServing: serving('tensorflow serving, OCI volume'),
  onnxRuntime: serving('onnx runtime, OCI volume'),
  triton: serving('triton with a GPU, OCI volume'),
  mlflow: serving('mlflow, OCI volume'),
  customRuntime: serving('a server of its own'),
};

type Declare = (id: string) => unknown;

interface Extra {
  readonly declare: Declare;
  /** @default all */
  readonly environments?: readonly string[];
  /** What was released. @default test/support/units.ts's */
  readonly release?: Release;
}

/** What a declaration may have besides, once in each environment: a line for each. */
export const EXTRAS: Readonly<Record<string, Extra>> = {
  ...Object.fromEntries(Object.entries(everyTask).map(([task, declare]): [string, Extra] => [task, { declare }])),
  ...Object.fromEntries(
    Object.entries(everyServing)
      .filter(([, served]) => !Object.values(RUNTIMES).includes(served))
      .map(([what, { props, release }]): [string, Extra] => [what, { declare: (id) => forecaster(id, props), release }]),
  ),
  ...Object.fromEntries(
    Object.entries(everyTarget).map(([what, { props, release }]): [string, Extra] => [
      what,
      { declare: (id) => forecaster(id, props), environments: Object.keys(props.environments), release },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(everyJob).map(([system, props]): [string, Extra] => [
      system,
      { declare: (id) => forecaster(id, { ...plainProps, ...props }) },
    ]),
  ),
  'every pipeline': { declare: (id) => binaryClassifier(id, pipelineProps) },
  'every part of traffic': { declare: (id) => binaryClassifier(id, trafficProps) },
  ...Object.fromEntries(
    Object.entries(routerProps).map(([what, props]): [string, Extra] => [
      what,
      {
        declare: (id) => binaryClassifier(id, { ...props, traffic: { ...props.traffic, subdomain: id } }),
        environments: Object.keys(props.environments),
      },
    ]),
  ),
};

/** Names in `lib/index.ts` that make no other objects by themselves, or are used by what the tables above take over. */
export const NOT_IN_THE_TABLES: Readonly<Record<string, string>> = {
  BinaryClassifier: 'a task: everyTask',
  Forecaster: 'a task: everyTask',
  Model: 'the base of all tasks',
  MulticlassClassifier: 'a task: everyTask',
  Ranker: 'a task: everyTask',
  Regressor: 'a task: everyTask',
  UserError: 'an error',
  UserErrors: 'an error',
  defineConfig: 'the configuration of test/support/units.ts',
  protectedAttribute: 'in classifierProps',
  externalSecret: 'in trafficProps',
  download: 'in everyServing',
  ociImage: 'in everyServing',
  cpu: 'in everyServing',
  memory: 'in everyServing',
  customMetric: 'in everyServing',
  keda: 'in everyServing',
  batchInference: 'in everyServing',
  explainer: 'in everyServing',
  stage: 'in everyServing',
  knative: 'in everyTarget',
  kserve: 'in everyTarget',
  seldon: 'in everyTarget',
  airflow: 'in everyJob',
  flink: 'in everyJob',
  katib: 'in everyJob',
  kubeflowPipelines: 'in everyJob',
  kubeflowTrainer: 'in everyJob',
  ray: 'in everyJob',
  spark: 'in everyJob',
  cdcConnector: "in everyData: Strimzi's definitions are in no Go module, so test/constructs/schemas.test.ts validates them",
  dataContract: 'no object of its own',
  feast: 'no object of its own',
  kafkaTopic: 'in everyData, like cdcConnector',
  store: 'no object of its own',
  alert: 'in pipelineProps',
  cron: 'in pipelineProps',
  gitPush: 'in pipelineProps',
  grid: 'in pipelineProps',
  kafka: 'in pipelineProps',
  measured: 'in pipelineProps',
  randomSearch: 'the same objects as grid',
  webhook: 'in pipelineProps',
  istio: 'the default router',
  gatewayApi: 'in routerProps',
  ingress: 'in routerProps',
};

/** One model in one environment. */
export interface MatrixUnit {
  readonly model: string;
  readonly environment: string;
  readonly manifests: readonly Manifest[];
}

/** A model's id, of 40 letters at most, out of words that may be anything. */
function idOf(...words: readonly string[]): string {
  return words
    .join('-')
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/-$/, '');
}

function unit(model: string, environment: string, declaration: unknown, fact?: Release, candidate = false): MatrixUnit {
  const versions = (version: string): Release | undefined =>
    fact && { ...fact, model, version, image: { ...fact.image, repository: `registry.example.com/models/${model}`, tag: version } };
  const [stable, next] = [versions('1.0.0'), versions('1.1.0')];
  const { manifests } = synthesizeUnit(
    declaration,
    context(model, environment, {
      config: equipped,
      placement: { stable: '1.0.0', ...(candidate ? { candidate: '1.1.0' } : {}) },
      ...(stable === undefined || next === undefined ? {} : { versions: { '1.0.0': stable, '1.1.0': next } }),
    }),
  );
  return { model, environment, manifests };
}

/**
 * Every strategy with every runtime in every risk tier and environment, and every extra in each environment that it can be in.
 * A high-risk model has a candidate wherever its environment hands out traffic in steps; the others run their stable release.
 */
export function matrix(): readonly MatrixUnit[] {
  return equipped.environments.flatMap(({ name: environment, progressive }) => [
    ...Object.entries(STRATEGIES).flatMap(([strategy, rollout]) =>
      Object.entries(RUNTIMES).flatMap(([runtime, { props, release }]) =>
        (Object.keys(thresholds) as RiskTier[]).map((riskTier) => {
          const id = idOf(strategy, runtime, riskTier);
          return unit(id, environment, forecaster(id, { ...props, riskTier, rollout }), release, progressive && riskTier === 'high');
        }),
      ),
    ),
    ...Object.entries(EXTRAS)
      .filter(([, { environments }]) => environments?.includes(environment) ?? true)
      .map(([name, { declare, release }]) => unit(idOf(name), environment, declare(idOf(name)), release, progressive)),
  ]);
}
