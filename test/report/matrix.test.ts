import { expect, test } from 'vitest';
import type { ControlResult, Pack } from '../../lib/contracts/pack.ts';
import { matrixFormats, type Matrix } from '../../lib/report/index.ts';

const HOSTILE = '<img src=x onerror=alert(1)> | `a` @everybody';
const control = { id: 'Art. 5(1)(e)', title: HOSTILE, checks: ['data.retention_exceeded'], remains: 'Erasure itself.' };
const pack: Pack = {
  schemaVersion: 'modelgate.dev/pack/v1',
  pack: 'gdpr',
  title: 'A regulation',
  source: 'Its text',
  remains: 'The rest.',
  controls: [control],
};
const result: ControlResult = {
  pack: 'gdpr',
  control,
  status: 'failed',
  passed: [],
  failed: ['data.retention_exceeded'],
  waived: [],
  notApplicable: [],
};
const matrix: Matrix = {
  head: 'a'.repeat(40),
  now: '2026-11-21T12:00:00Z',
  packs: [pack],
  units: [{ model: 'churn', environment: 'prod', release: '1.1.0', controls: [result] }],
};

const rendered = (format: string): string => matrixFormats[format]?.(matrix) ?? '';

test('Markdown has a row for each control, and nothing in it acts', () => {
  const row = rendered('md')
    .split('\n')
    .find((line) => line.startsWith('| `Art. 5(1)(e)`'));
  expect(row).toContain('| failed | failed: `data.retention_exceeded` | Erasure itself. |');
  expect(row).not.toMatch(/(?<!\\)<img|[^`]@everybody/);
  expect(row?.split(/(?<!\\)\|/)).toHaveLength(7);
});

test('HTML has it too, and no tag of its text', () => {
  expect(rendered('html')).toContain('<td>failed: data&#46;retention&#95;exceeded</td>'.replace('&#46;', '.'));
  expect(rendered('html')).not.toContain('<img');
});

test('JSON says what each check said', () => {
  expect(JSON.parse(rendered('json'))).toEqual({ schemaVersion: 1, head: matrix.head, now: matrix.now, units: matrix.units });
});

test('every format says that covered is no more than the checks named', () => {
  for (const format of ['md', 'html']) expect(rendered(format)).toContain('Covered means that the checks named passed, and no more.');
});
