import { expect, test } from 'vitest';
import { verdictChanges } from '../../lib/gate/index.ts';
import { finding, unit } from '../report/reports.ts';

const one = (code: string, given: Parameters<typeof finding>[0] = {}) => finding({ code, ...given });

test('a unit that is judged alike is left out, whatever its numbers, notes and waived findings are', () => {
  const before = unit({ verdict: 'deny', findings: [one('a.b', { observed: 1 }), one('c.d', { severity: 'info' })] });
  const after = unit({ verdict: 'deny', findings: [one('a.b', { observed: 2 }), one('e.f', { status: 'waived', waiver: 'w' })] });
  expect(verdictChanges([before], [after])).toEqual([]);
});

test('another verdict is told with the codes that come and go, each once', () => {
  const before = unit({ verdict: 'warn', findings: [one('a.b', { severity: 'warn' }), one('a.b', { severity: 'warn', subject: 'x' })] });
  const after = unit({ verdict: 'deny', findings: [one('c.d'), one('c.d', { subject: 'x' })] });
  expect(verdictChanges([before], [after])).toEqual([
    { unit: 'churn/prod', before: 'warn', after: 'deny', gained: ['c.d'], lost: ['a.b'] },
  ]);
});

test('other findings under the same verdict are told, and so is a code that only weighs another way', () => {
  const of = (...codes: readonly string[]) => unit({ verdict: 'deny', findings: codes.map((code) => one(code)) });
  expect(verdictChanges([of('a.b', 'c.d')], [of('a.b')])).toMatchObject([{ before: 'deny', after: 'deny', gained: [], lost: ['c.d'] }]);
  const milder = unit({ verdict: 'warn', findings: [one('a.b', { severity: 'warn' })] });
  expect(verdictChanges([of('a.b')], [milder])).toMatchObject([{ before: 'deny', after: 'warn', gained: [], lost: [] }]);
});

test('units are matched by name, in the order of the second time; one that was judged once only is left out', () => {
  const named = (model: string, verdict: 'pass' | 'warn') => unit({ model, verdict });
  const changes = verdictChanges(
    [named('a', 'pass'), named('b', 'pass'), named('c', 'pass')],
    [named('c', 'warn'), named('d', 'warn'), named('a', 'warn')],
  );
  expect(changes.map(({ unit: name }) => name)).toEqual(['c/prod', 'a/prod']);
});
