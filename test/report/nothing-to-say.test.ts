import { expect, test } from 'vitest';
import { nothingToSay } from '../../lib/report/index.ts';
import { report, unit } from './reports.ts';

const changed = { added: [], changed: ['synth/prod/churn/Service.churn.yaml'], removed: [] };

test.each([
  ['passes and names no change', report([unit()]), true],
  ['warns', report([unit({ verdict: 'warn' })], { verdict: 'warn' }), false],
  ['denies', report([unit({ verdict: 'deny' })], { verdict: 'deny' }), false],
  ['changes a manifest', report([unit(), unit({ environment: 'dev', manifests: changed })]), false],
  ['adds one', report([unit({ manifests: { ...changed, added: changed.changed, changed: [] } })]), false],
  ['removes one', report([unit({ manifests: { ...changed, removed: changed.changed, changed: [] } })]), false],
  ['removes a model', report([unit()], { removed: ['churn'] }), false],
])('a report that %s', (_, given, silent) => {
  expect(nothingToSay(given)).toBe(silent);
});
