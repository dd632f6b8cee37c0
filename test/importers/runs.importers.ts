import { describe, expect, test } from 'vitest';
import { expected, expectMetrics, imported, left, some } from './support/imported.ts';

describe('Weights & Biases', () => {
  test('a summary gives what was measured on held-out rows, and when', () => {
    const found = imported('wandb', 'wandb.json');
    expectMetrics(found, some(expected().binary.metrics, 'accuracy', 'f1'));
    expect(found.evaluation.producedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(left(found)).toMatchObject({
      '/test~1log_loss': 'not measured: NaN',
      '/auc': 'not a metric whose name says what it is; name it with --metric NAME=auc',
      '/train~1accuracy': expect.stringContaining('measured on training rows') as string,
    });
  });

  test('a name that says too little is taken on a person’s word', () => {
    const found = imported('wandb', 'wandb.json', { metrics: new Map([['auc', 'roc_auc']]) });
    expectMetrics(found, some(expected().binary.metrics, 'accuracy', 'f1', 'roc_auc'));
  });
});

describe('DVC', () => {
  test.each(['dvclive.json', 'dvc-show.json'])('%s gives the metrics of held-out rows', (file) => {
    const found = imported('dvc', file);
    expectMetrics(found, some(expected().binary.metrics, 'accuracy', 'f1'));
    expect(Object.values(left(found))).toContain('not measured: nan');
  });

  test('dvc.lock pins the held-out data, once somebody says which it is', () => {
    expect(imported('dvc', 'dvc.lock', { datasetName: 'held-out.csv' }).evaluation).toEqual({
      dataset: { name: 'held-out.csv', version: 'md5:e5ebd4c02cefbe7955977c67ada242b7' },
    });
    const unsaid = imported('dvc', 'dvc.lock');
    expect(unsaid.evaluation).toEqual({});
    expect(left(unsaid)['/stages/evaluate/deps/0']).toBe('if this is the held-out data, say so with --dataset-name held-out.csv');
  });
});

describe('Hugging Face', () => {
  test('a model card’s model-index gives metrics and the revision of the data', () => {
    const found = imported('hugging-face', 'README.md');
    expectMetrics(found, some(expected().binary.metrics, 'accuracy', 'f1'));
    expect(found.evaluation.dataset).toEqual({ name: 'Churn', version: '5503434ddd753f426f4b38109466949a1217c2bb' });
    expect(Object.values(left(found))).toEqual(['not measured: NaN']);
  });

  test('results on several data sets have to be chosen from', () => {
    expect(() => imported('hugging-face', 'README-two.md')).toThrow('results on "Churn", "Other"; expected one');
    const other = imported('hugging-face', 'README-two.md', { datasetName: 'Other' });
    expect(other.evaluation.metrics).toBeUndefined();
    expect(Object.values(left(other))).toContain('accuracy of 91.2: it lies from 0 to 1; it may be percent');
  });
});
