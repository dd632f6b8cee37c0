import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { readReport, renderers } from '../../lib/report/index.ts';
import { sha256 } from '../../lib/sha256.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, scratchRepository } from '../support/scratch.ts';

const GATE = ['gate', '--base', 'HEAD~1', '--head', 'HEAD', '--now', 'head', '--model', 'churn', '--env', 'prod', '--json'];

/** The report on a change of one file, read as whoever publishes it reads it. */
async function judged(repository: string, file: string, change: (text: string) => string): Promise<GateReport> {
  const place = path.join(repository, file);
  const before = readFileSync(place, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(place, after);
  commit(repository, `Change ${file}`);
  const ran = await inProcess(repository, GATE);
  expect(ran.err).toBe('');
  return readReport(ran.out);
}

const shown = (report: GateReport, format: string): string => renderers[format]?.(report, { color: false, seconds: 1 }) ?? '';
const verdicts = ({ units }: GateReport) => units.map(({ verdict, findings }) => [verdict, findings.length]);

test('stricter limits are said to deny what the old ones pass, and the old ones decide', async () => {
  const report = await judged(scratchRepository(), 'policies/thresholds/limited.yaml', (text) =>
    text.replace(/maxFirstStepPercent: \d+/g, 'maxFirstStepPercent: 1'),
  );
  expect(verdicts(report)).toEqual([['pass', 0]]);
  expect(report.review?.newPolicies).toEqual({
    failure: null,
    units: [{ unit: 'churn/prod', before: 'pass', after: 'deny', gained: ['rollout.first_step_too_large'], lost: [] }],
    more: 0,
  });
  expect(shown(report, 'markdown')).toContain('- `churn/prod`: ✅ passed → ❌ denied, finds `rollout.first_step_too_large`');
  expect(shown(report, 'pretty')).toContain('    - churn/prod: passed -> denied; + rollout.first_step_too_large');
});

test('a change of policies that changes no verdict says so in a line, and one of their tests or pages nothing', async () => {
  const repository = scratchRepository();
  const comment = await judged(repository, 'policies/thresholds/limited.yaml', (text) => `${text}# A thought.\n`);
  expect(comment.review?.newPolicies).toEqual({ failure: null, units: [], more: 0 });
  expect(shown(comment, 'markdown')).toContain('What the change itself makes of policies says the same of 1 unit.');
  const page = await judged(repository, 'policies/README.md', (text) => `${text}\nMore words.\n`);
  expect(page.review?.guarded).toEqual(['policies/README.md']);
  expect(page.review).not.toHaveProperty('newPolicies');
});

test('policies that cannot judge say why, and change nothing of the verdict', { timeout: 60_000 }, async () => {
  const failure = (report: GateReport): string => {
    expect(verdicts(report)).toEqual([['pass', 0]]);
    expect(shown(report, 'markdown')).toContain('What the change itself makes of policies cannot judge');
    return report.review?.newPolicies?.failure ?? '';
  };
  const rule = 'policies/rules/metrics/below_floor/below_floor.rego';
  expect(failure(await judged(scratchRepository(), rule, (text) => `${text}\n# A thought.\n`))).toMatch(
    /^bundle\.stale: .*below_floor\.rego has changed/,
  );
  const limits = 'policies/thresholds/limited.yaml';
  expect(failure(await judged(scratchRepository(), limits, () => 'tier: ['))).toMatch(/^yaml\./);
});

test('a compiled policy that never ends is given up, and changes nothing of the verdict', { timeout: 60_000 }, async () => {
  const repository = scratchRepository();
  const LOOP = '0061736d0100000001040160000002' + '0f0103656e76066d656d6f727902000003020100080100' + '0a0901070003400c000b0b';
  const wasm = Buffer.from(LOOP, 'hex');
  writeFileSync(path.join(repository, 'policies/bundle/policy.wasm'), wasm);
  const report = await judged(repository, 'policies/bundle/manifest.json', (text) => {
    const manifest = JSON.parse(text) as { wasm: { sha256: string; bytes: number } };
    return `${JSON.stringify({ ...manifest, wasm: { sha256: sha256(wasm), bytes: wasm.length } }, null, 2)}\n`;
  });
  expect(verdicts(report)).toEqual([['pass', 0]]);
  expect(report.review?.newPolicies?.failure).toMatch(/^bundle\.foreign: .*did not say what it is in 5000 ms/);
});

test('roles that nobody could read once they are merged are called out', async () => {
  const report = await judged(scratchRepository(), 'policies/roles.yaml', (text) =>
    text.replace('secondRole: model-risk', 'secondRole: nobody'),
  );
  expect(report.review?.newPolicies?.failure).toMatch(/^roles\.unknown_role/);
});
