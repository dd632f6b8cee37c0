import { expect, test } from 'vitest';
import { expected, expectMetrics, imported, left, some } from './support/imported.ts';

test('drift by PSI becomes drift by feature, its score the largest', () => {
  const { evaluation, unmapped } = imported('evidently', 'evidently-drift.json');
  const features = evaluation.drift?.features ?? [];
  expect(features.map(({ name, method }) => [name, method])).toEqual([
    ['mean radius', 'psi'],
    ['mean texture', 'psi'],
  ]);
  expect(evaluation.drift?.score).toBe(Math.max(...features.map(({ effectSize }) => effectSize)));
  expect(evaluation.dataset).toEqual({ rows: expected().binary.rows });
  expect(unmapped.map(({ reason }) => reason)).toEqual(['DriftedColumnsCount has no place in an evaluation']);
});

test('a p-value and a distance of another unit are no drift', () => {
  const found = imported('evidently', 'evidently-other-drift.json');
  expect(found.evaluation).toEqual({});
  expect(left(found)).toMatchObject({
    '/metrics/0': expect.stringContaining('mean radius: K-S p_value gives a p-value') as string,
    '/metrics/1': expect.stringContaining('mean texture: jensenshannon gives a distance of another unit') as string,
  });
});

test('quality of a classifier agrees with scikit-learn, and tests are a suite', () => {
  const { metrics } = expected().binary;
  const found = imported('evidently', 'evidently-quality.json');
  expectMetrics(found, some(metrics, 'accuracy', 'precision', 'recall', 'f1', 'specificity'));
  expect(found.evaluation.suites).toEqual([{ name: 'Evidently tests', passed: 1, failed: 1 }]);
  expect(Object.values(left(found))).toContain('RecallByLabel has no place in an evaluation');
});

test("quality of a regression agrees with scikit-learn: Evidently's MAPE is percent, and its mean error is prediction minus truth", () => {
  const { metrics, rows } = expected().regression;
  const found = imported('evidently', 'evidently-regression.json', { task: 'regression' });
  expectMetrics(found, metrics);
  expect(found.evaluation.dataset).toEqual({ rows });
});
