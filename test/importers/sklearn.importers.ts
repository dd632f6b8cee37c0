import { expect, test } from 'vitest';
import { expected, expectMetrics, imported, left, some } from './support/imported.ts';

test('a report of two classes gives the metrics, and the confusion counts behind them', () => {
  const { binary } = expected();
  const found = imported('sklearn', 'sklearn-binary.json');
  expectMetrics(found, some(binary.metrics, 'accuracy', 'balanced_accuracy', 'precision', 'recall', 'specificity', 'f1'));
  expect(found.evaluation.confusion).toEqual(binary.confusion);
  expect(found.evaluation.dataset).toEqual({ rows: binary.rows });
});

test('the positive class decides which counts are which', () => {
  const { confusion } = expected().binary;
  const found = imported('sklearn', 'sklearn-binary.json', { positiveClass: '0' });
  expect(found.evaluation.confusion).toEqual({ tp: confusion.tn, fp: confusion.fn, tn: confusion.tp, fn: confusion.fp });
  expect(() => imported('sklearn', 'sklearn-binary.json', { positiveClass: 'yes' })).toThrow('classes "0", "1", positive is "yes"');
});

test('a report of three classes gives averages that say how they are averaged', () => {
  const { multiclass } = expected();
  const found = imported('sklearn', 'sklearn-multiclass.json', { task: 'multiclass-classification' });
  expectMetrics(found, multiclass.metrics);
  expect(found.evaluation.confusion).toBeUndefined();
  expect(Object.keys(left(found))).toEqual(['/0', '/1', '/2']);
});

test('three classes are no binary classifier, and a report is no regression', () => {
  expect(() => imported('sklearn', 'sklearn-multiclass.json')).toThrow('expected two for the task binary-classification');
  expect(() => imported('sklearn', 'sklearn-binary.json', { task: 'regression' })).toThrow('expected a classifier');
});

test('precision that was never measured is no number, and the counts say why', () => {
  const found = imported('sklearn', 'sklearn-nan.json');
  expect(left(found)['/1/precision']).toBe('not measured: NaN');
  expect(found.evaluation.metrics).not.toHaveProperty('precision');
  expect(found.evaluation.confusion).toEqual({ tp: 0, fp: 0, tn: 2, fn: 2 });
});
