import { describe, expect, test } from 'vitest';
import type { PartialEvaluation } from '../../lib/contracts/partial-evaluation.ts';
import { UserErrors } from '../../lib/errors.ts';
import { complete, merge } from '../../lib/import/index.ts';

const said = (...parts: readonly PartialEvaluation[]) =>
  parts.map((evaluation, index) => ({ where: `${String.fromCharCode(97 + index)}.json`, evaluation }));
const group = (name: string, tp: number) => ({ attribute: 'sex', group: name, n: tp + 3, tp, fp: 1, tn: 1, fn: 1 });

describe('merging', () => {
  test('what only one source says is kept, what two say alike is kept once', () => {
    expect(
      merge(
        said(
          { metrics: { f1: { value: 0.8 } }, dataset: { rows: 10 }, suites: [{ name: 'a', passed: 1, failed: 0 }] },
          { metrics: { f1: { value: 0.8 + 1e-13 }, recall: { value: 0.7 } }, dataset: { name: 'held out' } },
          {
            suites: [
              { name: 'b', passed: 2, failed: 0 },
              { name: 'a', passed: 1, failed: 0 },
            ],
            groups: [group('f', 4)],
          },
          { groups: [group('m', 5), group('f', 4)] },
        ),
      ),
    ).toEqual({
      metrics: { f1: { value: 0.8 }, recall: { value: 0.7 } },
      dataset: { rows: 10, name: 'held out' },
      suites: [
        { name: 'a', passed: 1, failed: 0 },
        { name: 'b', passed: 2, failed: 0 },
      ],
      groups: [group('f', 4), group('m', 5)],
    });
  });

  test('two values of one thing are an error that names both files, all of them at once', () => {
    const merging = () =>
      merge(
        said(
          { metrics: { f1: { value: 0.8 } }, groups: [group('f', 4)] },
          { metrics: { f1: { value: 0.81 } }, groups: [group('f', 5)], task: 'ranking' },
          { task: 'regression' },
        ),
      );
    expect(merging).toThrow(UserErrors);
    expect(merging).toThrow('b.json: /metrics/f1/value is 0.81; expected 0.8, as a.json says');
    expect(merging).toThrow('b.json: /groups/sex/f/tp is 5; expected 4, as a.json says');
    expect(merging).toThrow('c.json: /task is "regression"; expected "ranking", as b.json says');
  });

  test('an evaluation is as old as its oldest part, and its drift is its worst', () => {
    const drift = (name: string, effectSize: number) => ({ score: effectSize, features: [{ name, method: 'psi' as const, effectSize }] });
    expect(
      merge(
        said(
          { producedAt: '2026-11-21T00:00:00Z', drift: drift('a', 0.1) },
          { producedAt: '2026-11-20T00:00:00Z', drift: drift('b', 0.3) },
          { producedAt: '2026-11-22T00:00:00Z', drift: drift('c', 0.2) },
        ),
      ),
    ).toMatchObject({ producedAt: '2026-11-20T00:00:00Z', drift: { score: 0.3, features: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] } });
  });
});

test('everything that is missing is said at once, each with the flag that gives it', () => {
  const completing = () => complete({ metrics: { f1: { value: 0.8 } }, dataset: { rows: 3 } }, 'evaluation.json');
  expect(completing).toThrow('no source holds subject.artifactSha256');
  expect(completing).toThrow('no source holds drift');
  try {
    completing();
  } catch (thrown) {
    const errors = thrown instanceof UserErrors ? thrown.errors : [];
    expect(errors.map(({ fix }) => fix)).toContain('Give --dataset-sha256.');
    expect(errors).toHaveLength(14);
  }
});
