import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Finding } from '../../../lib/contracts/gate-report.ts';
import { withPlaces } from '../../../lib/evidence/places/places.ts';
import { workTree } from '../../../lib/evidence/work-tree.ts';
import { finding, report, unit } from '../../report/reports.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Where a finding points to in this repository, and the line that stands there. */
async function lookAt(given: Partial<Finding>): Promise<string> {
  const located = await withPlaces(workTree(root), report([unit({ findings: [finding(given)] })]));
  const place = located.units[0]?.findings[0]?.place;
  if (place === undefined) throw new Error('no place');
  const line = readFileSync(path.join(root, place.path), 'utf8').split('\n')[place.line - 1] ?? '';
  return `${path.basename(place.path)}: ${line.trim()}`;
}

const EVALUATION = 'models/churn/versions/1.1.0/evaluation.json';
const RELEASE = 'models/churn/versions/1.1.0/release.yaml';
const CARD = 'models/churn/card.yaml';
const ROLLOUT = 'synth/prod/churn/Rollout.churn.yaml';

test.each([
  ['a metric', { code: 'metrics.below_floor', subject: '1.1.0/f1', path: EVALUATION }, /^evaluation\.json: "value": 0\.73/],
  [
    'a metric that is missing',
    { code: 'metrics.not_reported', subject: '1.1.0/nothing', path: EVALUATION },
    /^evaluation\.json: "metrics": \{/,
  ],
  [
    'a metric’s attribute in groups',
    { code: 'metrics.mismatch', subject: '1.1.0/groups/2/n', path: EVALUATION },
    /^evaluation\.json: "n": 897/,
  ],
  ['a claim', { code: 'fairness.mismatch', subject: '1.1.0/gender/disparate_impact', path: EVALUATION }, /"disparate_impact": 0\.976912/],
  ['the drift of a feature', { code: 'drift.above_limit', subject: '1.1.0/features/salary', path: EVALUATION }, /^evaluation\.json: \{$/],
  ['the drift', { code: 'drift.above_limit', subject: '1.1.0/score', path: EVALUATION }, /"score": 0\.005026/],
  ['a latency', { code: 'serving.latency_above_limit', subject: '1.1.0/p95', path: EVALUATION }, /"p95": 10\.89/],
  ['an age', { code: 'provenance.evidence_stale', subject: '1.1.0', path: EVALUATION }, /"producedAt": /],
  ['an image', { code: 'provenance.image_not_pinned', subject: '1.1.0', path: RELEASE }, /^release\.yaml: digest: /],
  ['a licence', { code: 'data.licence_not_allowed', subject: '1.1.0', path: RELEASE }, /^release\.yaml: licence: /],
  [
    'a placement',
    { code: 'promotion.skipped_stage', subject: '1.1.0', path: 'models/churn/releases.yaml' },
    /^releases\.yaml: candidate: 1\.1\.0$/,
  ],
  [
    'a role that approves',
    { code: 'promotion.approval_missing', subject: '1.0.0/owner', path: 'models/churn/releases.yaml' },
    /^releases\.yaml: stable: 1\.0\.0$/,
  ],
  ['a section', { code: 'card.incomplete', subject: 'humanOversight', path: CARD }, /^card\.yaml: humanOversight:/],
  ['a review', { code: 'card.stale', subject: '1.1.0', path: CARD }, /^card\.yaml: on: /],
  ['a plan', { code: 'rollout.no_rollback', subject: 'card.yaml/rollbackPlan', path: CARD }, /^card\.yaml: rollbackPlan:/],
  [
    'a container',
    { code: 'serving.run_as_root', subject: 'Rollout.churn.yaml/containers/0', path: ROLLOUT },
    /^Rollout\.churn\.yaml: - \w+:/,
  ],
  ['a first step', { code: 'rollout.first_step_too_large', subject: 'Rollout/churn', path: ROLLOUT }, /^model\.ts: rollout: canary/],
  ['replicas', { code: 'serving.too_few_replicas', subject: 'Rollout/churn', path: ROLLOUT }, /^model\.ts: environments: /],
  [
    'a mitigation',
    { code: 'compliance.mitigation_missing', subject: 'health/consent', path: 'synth/catalog/churn.json' },
    /^model\.ts: privacy: /,
  ],
  ['what is about no file', { code: 'monitoring.runbook_missing', subject: 'x', path: null }, /^model\.ts: monitoring: /],
  ['what nobody can place', { code: 'serving.run_as_root', subject: 'x', path: null }, /^model\.ts: import /],
  [
    'a statement',
    { code: 'provenance.unsigned', subject: '1.1.0/evaluation', path: 'models/churn/versions/1.1.0/evaluation.sigstore.json' },
    /^evaluation\.sigstore\.json: \{/,
  ],
] as const)('%s is looked up on its own line', async (_, given, line) => {
  expect(await lookAt(given)).toMatch(line);
});

test('a group points to its row of counts', async () => {
  const located = await withPlaces(
    workTree(root),
    report([unit({ findings: [finding({ code: 'fairness.group_too_small', subject: '1.1.0/age_band/under-35', path: EVALUATION })] })]),
  );
  const from = located.units[0]?.findings[0]?.place?.line ?? 0;
  const row = readFileSync(path.join(root, EVALUATION), 'utf8')
    .split('\n')
    .slice(from - 1, from + 8)
    .join('\n');
  expect(JSON.parse(row.replace(/,\s*$/, ''))).toMatchObject({ attribute: 'age_band', group: 'under-35' });
});

test('a file that is gone, broken or no text is shown on its first line', async () => {
  for (const gone of ['models/churn/none.yaml', 'models/none/card.yaml', 'policies/bundle/policy.wasm', '../outside.yaml']) {
    const located = await withPlaces(workTree(root), report([unit({ findings: [finding({ path: gone })] })]));
    expect(located.units[0]?.findings[0]?.place).toEqual({ path: gone, line: 1 });
  }
});
