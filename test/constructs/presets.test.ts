import { describe, expect, test } from 'vitest';
import { synthesizeUnit } from '../../lib/constructs/index.ts';
import { UserErrors } from '../../lib/errors.ts';
import * as framework from '../../lib/index.ts';
import type { ClassifierProps } from '../../lib/index.ts';
import { binaryClassifier, classifierProps, context, pipelineProps } from '../support/units.ts';

type Preset = (...given: readonly unknown[]) => unknown;

/** Puts what a preset made where a declaration has it. */
type Place = (made: unknown) => object;

const data = (part: object): object => ({ data: part });
const inTraffic = (part: object): object => ({ traffic: { ...classifierProps.traffic, ...part } });

/** Every preset of `lib/index.ts`: where what it makes stands in a declaration, and with what before the properties it is called. */
const PRESETS: Readonly<Record<string, readonly [place: Place, ...before: readonly unknown[]]>> = {
  abTest: [(rollout) => ({ rollout })],
  airflow: [(trainer) => ({ trainer })],
  alert: [(trigger) => ({ retrain: { on: [trigger] } })],
  bandit: [(rollout) => ({ rollout })],
  batchInference: [(batch) => ({ batch })],
  blueGreen: [(rollout) => ({ rollout })],
  canary: [(rollout) => ({ rollout })],
  cdcConnector: [(connector) => data({ connectors: [connector] })],
  cpu: [(autoscaling) => ({ autoscaling })],
  cron: [(trigger) => ({ retrain: { on: [trigger] } }), '0 3 * * 1'],
  customMetric: [(autoscaling) => ({ autoscaling })],
  customRuntime: [(runtime) => ({ runtime })],
  dataContract: [(contract) => data({ contract })],
  download: [(modelVolume) => ({ modelVolume })],
  explainer: [(explainer) => ({ explainer })],
  externalSecret: [(secret) => ({ secrets: [secret] }), 'warehouse'],
  fastapi: [(runtime) => ({ runtime })],
  feast: [(view) => data({ featureViews: [view] })],
  flink: [(job) => data({ jobs: [job] })],
  gatewayApi: [(via) => inTraffic({ via })],
  gitPush: [(trigger) => ({ retrain: { on: [trigger] } })],
  grid: [(search) => ({ search }), { depth: [1, 2] }],
  ingress: [(via) => inTraffic({ via })],
  istio: [(via) => inTraffic({ via })],
  kafka: [(trigger) => ({ retrain: { on: [trigger] } })],
  kafkaTopic: [(topic) => data({ topics: [topic] })],
  katib: [(trainer) => ({ trainer })],
  keda: [(autoscaling) => ({ autoscaling })],
  knative: [(target) => ({ target })],
  kserve: [(target) => ({ target })],
  kubeflowPipelines: [(trainer) => ({ trainer })],
  kubeflowTrainer: [(trainer) => ({ trainer })],
  measured: [(drift) => ({ drift }), '0 5 * * *'],
  memory: [(autoscaling) => ({ autoscaling })],
  mlflow: [(runtime) => ({ runtime })],
  ociImage: [(modelVolume) => ({ modelVolume })],
  onnxRuntime: [(runtime) => ({ runtime })],
  protectedAttribute: [(attribute) => ({ protectedAttributes: [attribute] }), 'gender'],
  randomSearch: [(search) => ({ search }), { depth: [1, 2] }],
  ray: [(trainer) => ({ trainer })],
  seldon: [(target) => ({ target })],
  shadow: [(rollout) => ({ rollout })],
  sklearnServer: [(runtime) => ({ runtime })],
  spark: [(job) => data({ jobs: [job] })],
  stage: [(stage) => ({ stages: [stage] })],
  store: [(store) => data({ stores: [store] })],
  tensorflowServing: [(runtime) => ({ runtime })],
  torchserve: [(runtime) => ({ runtime })],
  triton: [(runtime) => ({ runtime })],
  webhook: [(trigger) => ({ retrain: { on: [trigger] } })],
};

/** Presets that take nothing: whatever they are called with, they say the same. */
const WITHOUT_ARGUMENTS = ['download', 'gitPush', 'istio', 'kserve', 'ociImage', 'webhook'];
/** Presets whose properties all have defaults, so that none and an empty object are sound. */
const ALL_DEFAULTS = ['cpu', 'cron', 'grid', 'seldon'];

/** In an environment where every target and router may stand, with a store for those that need one. */
const ENVIRONMENT = 'dev';
const sound: ClassifierProps = { ...pipelineProps, environments: { dev: { min: 1, max: 2 } } };

function mistakesOf(declared: object): readonly { readonly message: string; readonly fix: string }[] {
  try {
    synthesizeUnit(binaryClassifier('churn', { ...sound, ...(declared as Partial<ClassifierProps>) }), context('churn', ENVIRONMENT));
    return [];
  } catch (thrown) {
    // Whatever else it is shall be seen as it is.
    if (!(thrown instanceof UserErrors)) throw thrown;
    return thrown.errors;
  }
}

test('every preset that a model can import is looked at here', () => {
  const presets = Object.entries(framework).flatMap(([name, value]) =>
    typeof value === 'function' && /^[a-z]/.test(name) && name !== 'defineConfig' ? [name] : [],
  );
  expect(Object.keys(PRESETS)).toEqual(presets.sort());
});

test('what they are put into is sound without them', () => {
  expect(mistakesOf({})).toEqual([]);
});

describe.each(Object.entries(PRESETS))('%s', (name, [place, ...before]) => {
  const preset = (framework as unknown as Readonly<Record<string, Preset>>)[name] ?? (() => undefined);
  const cases: readonly (readonly [string, readonly unknown[]])[] = [
    ['nothing at all', []],
    ['nothing but what comes first', before],
    ['an empty object', [...before, {}]],
    ['null', [...before, null]],
    ['a number', [...before, 7]],
    ['text', [...before, 'words']],
    ['a list', [...before, [1]]],
    ['a function', [...before, () => 1]],
    ['null where something comes first', before.length === 0 ? [null] : [null, {}]],
    ['a number where something comes first', before.length === 0 ? [7] : [7, {}]],
    ['a key that nobody knows', [...before, { thisKeyIsUnknown: 1 }]],
  ];

  test.each(cases)('with %s makes no stack trace of it', (what, given) => {
    const mistakes = mistakesOf(place(preset(...given)));
    const saysNothing =
      (given.length === before.length && given.every((value, index) => value === before[index])) || what === 'an empty object';
    if (WITHOUT_ARGUMENTS.includes(name) || (ALL_DEFAULTS.includes(name) && saysNothing)) return;
    expect(mistakes).not.toEqual([]);
    for (const { message, fix } of mistakes) {
      expect(message).toMatch(new RegExp(`^${ENVIRONMENT}/churn: \\S.* is .*; (expected|must|has) .+`));
      expect(message).not.toMatch(/undefined|\[object |NaN/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
    }
  });
});
