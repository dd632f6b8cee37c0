import { describe, expect, test } from 'vitest';
import { countsBehind, countsOfGroup } from '../../lib/import/counts.ts';
import { knownAs, splitName } from '../../lib/import/metric-names.ts';
import { importers, importFrom, type Hints } from '../../lib/import/index.ts';
import { hints } from './support/hints.ts';

describe('names', () => {
  test.each([
    ['accuracy_score', 'accuracy'],
    ['F1Score', 'f1'],
    ['f1-score', 'f1'],
    ['MCC', 'matthews_corrcoef'],
    ['rmse', 'root_mean_squared_error'],
    ['macro_f1', 'f1_macro'],
  ])('%s is %s', (spelling, name) => {
    expect(knownAs(spelling)?.name).toBe(name);
  });

  test.each(['auc', 'pr_auc', 'mape', 'loss', 'score', 'mean_error', 'toString', ''])('%s says too little', (spelling) => {
    expect(knownAs(spelling)).toBeNull();
  });

  test.each([
    ['test/accuracy', 'held-out', 'accuracy'],
    ['val_accuracy', 'validation', 'accuracy'],
    ['training_f1_score', 'training', 'f1_score'],
    ['accuracy', 'held-out', 'accuracy'],
    ['testament', 'held-out', 'testament'],
  ])('%s was measured on %s rows', (name, rows, metric) => {
    expect(splitName(name)).toEqual({ rows, metric });
  });
});

describe('metrics of a run', () => {
  const wandb = (summary: Readonly<Record<string, unknown>>, given: Partial<Hints> = {}) => {
    const importer = importers.find(({ format }) => format === 'wandb');
    if (importer === undefined) throw new Error('no importer');
    return importFrom(importer, { _step: 1, _timestamp: 0, ...summary }, { ...hints, ...given }, 'file');
  };

  test('two values of one metric are neither taken, until a person chooses', () => {
    const both = { accuracy: 0.8, 'test/accuracy': 0.9 };
    expect(wandb(both).evaluation.metrics).toBeUndefined();
    expect(wandb(both).unmapped[0]?.reason).toBe('one of several values of accuracy; choose with --metric accuracy=accuracy');
    const chosen = wandb(both, { metrics: new Map([['test/accuracy', 'accuracy']]) });
    expect(chosen.evaluation.metrics).toEqual({ accuracy: { value: 0.9 } });
  });

  test('f1 of several classes has no meaning until it says how it is averaged', () => {
    const found = wandb({ f1: 0.8, macro_f1: 0.7 }, { task: 'multiclass-classification' });
    expect(found.evaluation.metrics).toEqual({ f1_macro: { value: 0.7 } });
    expect(found.unmapped).toEqual([{ place: '/f1', reason: 'f1 has no one meaning for the task multiclass-classification' }]);
  });

  test('four counts are confusion counts, three are none', () => {
    expect(wandb({ tp: 1, fp: 2, tn: 3, fn: 4 }).evaluation.confusion).toEqual({ tp: 1, fp: 2, tn: 3, fn: 4 });
    expect(wandb({ tp: 1, fp: 2, tn: 3 }).evaluation.confusion).toBeUndefined();
  });
});

describe('counts behind rates', () => {
  test('are found exactly, or not at all', () => {
    expect(countsBehind(3, 4, { recall: 2 / 3, specificity: 0.75, precision: 2 / 3 })).toEqual({ tp: 2, fp: 1, tn: 3, fn: 1 });
    expect(countsBehind(3, 4, { recall: 0.67, specificity: 0.75 })).toBeNull();
    expect(countsBehind(3, 4, { recall: 2 / 3, specificity: 0.75, precision: 0.5 })).toBeNull();
    expect(countsBehind(3.5, 4, { recall: 1, specificity: 1 })).toBeNull();
  });

  test('of every group up to 12 rows are the ones that its rates were made of', () => {
    for (let tp = 0; tp <= 3; tp++)
      for (let fn = 0; fn <= 3; fn++)
        for (let fp = 0; fp <= 3; fp++)
          for (let tn = 0; tn <= 3; tn++) {
            const n = tp + fn + fp + tn;
            if (tp + fn === 0 || fp + tn === 0) continue;
            const [recall, alarm] = [tp / (tp + fn), fp / (fp + tn)];
            const found = countsOfGroup(n, (tp + fp) / n, recall, alarm);
            expect(found).toEqual(recall === alarm ? null : { tp, fp, tn, fn });
          }
  });
});

describe('any JSON by a map', () => {
  const generic = (value: unknown, map: Readonly<Record<string, string>>) => {
    const importer = importers.find(({ format }) => format === 'json');
    if (importer === undefined) throw new Error('no importer');
    return importFrom(importer, value, { ...hints, map: new Map(Object.entries(map)) }, 'file');
  };

  test('puts values where the map says, builds lists, and lists the rest', () => {
    const source = { scores: { auc: 0.9, 'a/b': 1 }, checks: { suite: 'columns', ok: 3, bad: 0 }, slow: [4, Number.NaN] };
    const { evaluation, unmapped } = generic(source, {
      '/scores/auc': '/metrics/roc_auc/value',
      '/scores/a~1b': '/metrics/own/value',
      '/checks/suite': '/suites/0/name',
      '/checks/ok': '/suites/0/passed',
      '/checks/bad': '/suites/0/failed',
      '/slow/1': '/latencyMs/p99',
    });
    expect(evaluation).toEqual({
      metrics: { roc_auc: { value: 0.9 }, own: { value: 1 } },
      suites: [{ name: 'columns', passed: 3, failed: 0 }],
    });
    expect(unmapped).toEqual([
      { place: '/slow/1', reason: 'not measured: holds a number that is not finite, or beyond every metric' },
      { place: '/slow/0', reason: 'not in the map' },
    ]);
  });

  test('a pointer to nothing, and a place that is given twice, are said together', () => {
    const mapping = () => generic({ a: 1, b: 2 }, { '/x': '/metrics/f1/value', '/a': '/dataset/rows', '/b': '/dataset/rows' });
    expect(mapping).toThrow('nothing at /x; expected the value of /metrics/f1/value');
    expect(mapping).toThrow('/dataset/rows is given twice');
  });
});
