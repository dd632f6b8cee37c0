import { expect, test } from 'vitest';
import { synthesizeUnit } from '../../lib/constructs/index.ts';
import { resolveThresholds } from '../../lib/contracts/resolve-thresholds.ts';
import type { ThresholdOverrides } from '../../lib/contracts/thresholds.ts';
import { complaints } from '../support/errors.ts';
import { every, manifest, text } from '../support/json.ts';
import { binaryClassifier, classifierProps, context, thresholds } from '../support/units.ts';

const { manifests } = synthesizeUnit(binaryClassifier('churn'), context('churn', 'prod'));
const { thresholds: limits } = resolveThresholds(thresholds.limited, 'binary-classification', 'prod', classifierProps.thresholds ?? {});

test('the fixture tells the layers apart: the model tightens one limit, the environment another', () => {
  expect(limits.serving).toMatchObject({ errorRate: 0.01, latencyP95Ms: 100, latencyP99Ms: 400 });
});

test("the rollout's analysis measures against the unit's limits", () => {
  const conditions = every(manifest(manifests, 'AnalysisTemplate'), 'spec metrics[] successCondition').map((condition) =>
    Number(/[^ ]+$/.exec(String(condition))?.[0]),
  );
  expect(conditions).toEqual([limits.serving.errorRate, limits.serving.latencyP95Ms, limits.serving.latencyP99Ms]);
});

test('the alerts compare with the same limits', () => {
  const limitsOf = (name: string): readonly number[] => {
    const [alert] = every(manifest(manifests, 'PrometheusRule'), 'spec groups[] rules[]').filter(
      (rule) => every(rule, 'alert')[0] === name,
    );
    return [...text(alert, 'expr').matchAll(/ [<>] (\S+)/g)].map(([, limit]) => Number(limit));
  };
  const { errorRate, latencyP95Ms, latencyP99Ms } = limits.serving;
  expect(limitsOf('ModelErrorRateSlowBurn')).toEqual([errorRate, errorRate]);
  expect(limitsOf('ModelErrorRateFastBurn')).toEqual([6 * errorRate, 6 * errorRate]);
  for (const speed of ['Fast', 'Slow']) {
    expect(limitsOf(`ModelLatencyP95${speed}Burn`)).toEqual([latencyP95Ms, latencyP95Ms]);
    expect(limitsOf(`ModelLatencyP99${speed}Burn`)).toEqual([latencyP99Ms, latencyP99Ms]);
  }
  expect(limitsOf('ModelDrift')).toEqual([limits.drift.maxScore]);
  const { fairness } = limits;
  expect(limitsOf('ModelDisparateImpactOutOfBounds')).toEqual([fairness?.disparate_impact.min, fairness?.disparate_impact.max]);
  const parity = fairness?.statistical_parity_difference.max ?? Number.NaN;
  expect(limitsOf('ModelStatisticalParityOutOfBounds')).toEqual([-parity, parity]);
});

test('the training workflow has the same limits, all of them, as its parameter', () => {
  const [parameter] = every(manifest(manifests, 'WorkflowTemplate'), 'spec arguments parameters[]');
  expect(text(parameter, 'name')).toBe('thresholds');
  expect(JSON.parse(text(parameter, 'value'))).toEqual(limits);
});

test('a model that asks for laxer limits is told each of them, with its place, the limit and what to do', () => {
  const lax = {
    ...classifierProps,
    thresholds: { metrics: { floors: { f1: 0.1 } }, serving: { latencyP95Ms: 900 }, drift: { maxScore: 0.1 } },
  };
  expect(complaints(() => synthesizeUnit(binaryClassifier('churn', lax), context('churn', 'prod')))).toEqual([
    'thresholds.loosened prod/churn: thresholds.metrics.floors.f1 is 0.1; expected 0.6 or tighter, the limit of tier limited',
    'thresholds.loosened prod/churn: thresholds.serving.latencyP95Ms is 900; expected 200 or tighter, the limit of tier limited',
  ]);
});

test("a regressor's limit of groups' errors is tightened, added to where its tier is silent, and never loosened", () => {
  const tier = {
    ...thresholds.limited,
    tasks: { regression: { fairness: null, regressionParity: { mean_absolute_error_ratio: { min: 0.8, max: 1.25 }, minGroupSize: 30 } } },
  };
  const resolve = (regressionParity: ThresholdOverrides['regressionParity']) =>
    resolveThresholds(tier, 'regression', 'prod', regressionParity === undefined ? {} : { regressionParity });
  expect(resolve(undefined).thresholds.regressionParity).toEqual({ mean_absolute_error_ratio: { min: 0.8, max: 1.25 }, minGroupSize: 30 });
  const tighter = resolve({ mean_absolute_error_ratio: { min: 0.9, max: 1.1 }, mean_error_difference: { max: 2 }, minGroupSize: 60 });
  expect(tighter.loosened).toEqual([]);
  expect(tighter.thresholds.regressionParity).toEqual({
    mean_absolute_error_ratio: { min: 0.9, max: 1.1 },
    mean_error_difference: { max: 2 },
    minGroupSize: 60,
  });
  const laxer = resolve({ mean_absolute_error_ratio: { min: 0.5, max: 2 }, minGroupSize: 10 });
  expect(laxer.thresholds.regressionParity).toEqual({ mean_absolute_error_ratio: { min: 0.8, max: 1.25 }, minGroupSize: 30 });
  expect(laxer.loosened.map(({ path }) => path)).toEqual([
    'regressionParity.mean_absolute_error_ratio.min',
    'regressionParity.mean_absolute_error_ratio.max',
    'regressionParity.minGroupSize',
  ]);
});
