import { parser } from '@prometheus-io/lezer-promql';
import { expect, test } from 'vitest';
import type { Manifest } from '../../lib/constructs/index.ts';
import { worlds } from '../support/every-unit.ts';
import { every, text } from '../support/json.ts';

/** Where a query stops being PromQL. */
function syntaxErrors(query: string): readonly string[] {
  const found: string[] = [];
  parser.parse(query).iterate({
    enter: ({ type, from }) => {
      if (type.isError) found.push(`${query} <- at ${String(from)}`);
    },
  });
  return found;
}

function queries(manifests: readonly Manifest[]): readonly string[] {
  return manifests.flatMap((object) => [
    ...every(object, 'spec metrics[] provider prometheus query').map((query) => String(query).replace('{{args.service}}', 'model-canary')),
    ...every(object, 'spec groups[] rules[] expr').map(String),
  ]);
}

test('every query of every unit is PromQL', () => {
  const all = worlds().flatMap(([, { unit }]) => queries(unit));
  expect(all.length).toBeGreaterThan(100);
  expect(all.flatMap(syntaxErrors)).toEqual([]);
});

test('a query with a syntax error is found', () => {
  expect(syntaxErrors('sum(rate(x[5m])')).not.toEqual([]);
  expect(syntaxErrors('sum by le (x)')).not.toEqual([]);
});

/** The controller's expression language spells these conditions as JavaScript does. */
function holds(condition: string, result: readonly number[]): boolean {
  const [, limit = ''] = / (?:<=|>|>=|<) (\S+)$/.exec(condition) ?? [];
  const guard = 'len(result) > 0 && !isNaN(result[0]) && result[0]';
  const value = result[0];
  if (value === undefined || Number.isNaN(value)) return false;
  if (condition === `${guard} <= ${limit}`) return value <= Number(limit);
  if (condition === `${guard} > ${limit}`) return value > Number(limit);
  if (condition === `${guard} >= ${limit}`) return value >= Number(limit);
  if (condition === `${guard} < ${limit}`) return value < Number(limit);
  throw new Error(`not the guarded form: ${condition}`);
}

const measured = worlds().flatMap(([, { unit }]) =>
  unit.filter(({ kind }) => kind === 'AnalysisTemplate').flatMap((object) => every(object, 'spec metrics[]')),
);

test('a measurement without data or with NaN is neither a success nor a failure', () => {
  expect(measured.length).toBeGreaterThan(0);
  for (const metric of measured) {
    for (const result of [[], [Number.NaN]]) {
      expect(holds(text(metric, 'successCondition'), result)).toBe(false);
      expect(holds(text(metric, 'failureCondition'), result)).toBe(false);
    }
  }
});

test('a measurement with a number is exactly one of the two', () => {
  for (const metric of measured) {
    for (const result of [[0], [0.005], [1e9], [Number.POSITIVE_INFINITY]]) {
      expect(holds(text(metric, 'successCondition'), result)).not.toBe(holds(text(metric, 'failureCondition'), result));
    }
  }
});

function alertsOf(unit: readonly Manifest[]): readonly unknown[] {
  return unit.flatMap((object) => every(object, 'spec groups[] rules[]')).filter((rule) => every(rule, 'alert').length > 0);
}

test('missing data raises alerts of their own, because a comparison with nothing raises none', () => {
  for (const [, { unit }] of worlds()) {
    const absent = alertsOf(unit).filter((alert) => text(alert, 'expr').startsWith('absent'));
    expect(absent.map((alert) => text(alert, 'alert'))).toEqual(['ModelCallMetricsMissing', 'ModelScrapeMissing']);
  }
});

test('every alert says how urgent it is, what happened and where to read on', () => {
  for (const [, { unit }] of worlds()) {
    for (const alert of alertsOf(unit)) {
      expect(['page', 'ticket']).toContain(text(alert, 'labels severity'));
      expect(text(alert, 'annotations summary')).toMatch(/^model in (dev|staging|prod): ./);
      expect(text(alert, 'annotations runbook_url')).toMatch(/^https:/);
    }
  }
});
