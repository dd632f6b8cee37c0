import { expect, test } from 'vitest';
import type { GateReport, UnitReport } from '../../lib/contracts/gate-report.ts';
import { renderQuiet, worthSaying } from '../../lib/report/index.ts';
import { clean, denied, finding, firstTime, promoted, report, resource, review, rolledBack, unit, untouched, warned } from './reports.ts';

const shared = { resources: [], guarded: [] };
const one = (given: Partial<UnitReport>, beside: Partial<GateReport> = {}): GateReport =>
  report([unit({ review: review(), ...given })], { review: shared, ...beside });
const changed = (change: Parameters<typeof review>[0]): GateReport => one({ review: review(change) });

test.each([
  ['is denied', denied],
  ['was judged without a base', clean],
  ['an older version wrote', warned],
  ['brings a model', firstTime],
  ['promotes', promoted],
  ['rolls back', rolledBack],
  ['starts a rollout', one({ candidate: '1.1.0' })],
  ['withdraws a candidate', changed({ change: { before: { stable: '1.0.0', candidate: '1.1.0' } } })],
  ['edits evidence', changed({ change: { rewritten: ['0.9.0'] } })],
  ['edits a card', changed({ change: { card: true } })],
  ['edits a declaration', changed({ change: { declaration: true } })],
  ['moves a limit', changed({ limits: { moved: [{ path: 'drift.maxScore', before: '1', after: '2' }], refused: [] } })],
  ['leaves limits that cannot be read', changed({ limits: { moved: null, refused: [] } })],
  ['changes a manifest', changed({ resources: [resource('Service', 'churn')] })],
  ['changes a shared manifest', one({}, { review: { ...shared, resources: [resource('Gateway', 'models')] } })],
  ['changes the gate itself', one({}, { review: { ...shared, guarded: ['.github/workflows/gate.yml'] } })],
  ['removes a unit', one({}, { removed: ['churn/dev'] })],
])('a report that %s is worth a comment', (_, given) => {
  expect(worthSaying({ ...given, review: given.review ?? shared })).toBe(true);
});

test('a change that touches nothing is not, even where time alone made something worse', () => {
  expect(worthSaying(untouched)).toBe(false);
  expect(worthSaying(one({ verdict: 'warn', findings: [finding({ severity: 'warn', code: 'card.stale' })] }))).toBe(false);
});

test('what it leaves of an older comment is the verdict and the way back', () => {
  const text = renderQuiet(untouched);
  expect(text).toContain('## ✅ Passed: all 2 units');
  expect(text).toContain('npx modelgate gate --base');
  expect(text).not.toContain('| Model |');
});
