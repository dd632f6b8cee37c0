import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { readOutcome, readReport } from '../../lib/report/index.ts';
import { inProcess } from '../support/in-process.ts';
import { scratchFolder, scratchRepository } from '../support/scratch.ts';

const GATE = ['gate', '--now', 'head', '--model', 'churn', '--env', 'prod'];
const codes = (text: string) => (JSON.parse(text) as GateReport).units.flatMap(({ findings }) => findings.map(({ code }) => code));

test('a supposed value is judged in the place of the measured one, and nothing on disk changes', async () => {
  const repository = scratchRepository();
  const file = path.join(repository, 'models/churn/versions/1.1.0/evaluation.json');
  const before = readFileSync(file, 'utf8');
  const worse = await inProcess(repository, [...GATE, '--json', '--what-if', 'metrics.roc_auc=0.5']);
  expect(worse.code).toBe(1);
  // The supposed value has no interval, which would contradict it.
  expect(codes(worse.out)).toEqual(['metrics.below_floor', 'metrics.regressed']);
  expect((JSON.parse(worse.out) as GateReport).hypothetical).toEqual({ whatIf: ['metrics.roc_auc=0.5'], policies: null });
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(await inProcess(repository, GATE)).toMatchObject({ code: 0 });
});

test('several are supposed at once, limits among them', async () => {
  const floor = 'thresholds.metrics.floors.roc_auc=0.4';
  const lax = await inProcess(scratchRepository(), [...GATE, '--json', '--what-if', 'metrics.roc_auc=0.5', '--what-if', floor]);
  expect(codes(lax.out)).toEqual(['metrics.regressed']);
});

test('a report that supposes something says so before anything else', async () => {
  const { out } = await inProcess(scratchRepository(), [...GATE, '--what-if', 'metrics.f1=0.9']);
  expect(out.split('\n').slice(0, 2)).toEqual([
    'WHAT IF metrics.f1=0.9',
    '  This is no verdict on what stands in the repository, and can not be published.',
  ]);
});

test('nobody can publish such a report, whoever reads it', async () => {
  const repository = scratchRepository();
  expect(
    await inProcess(repository, [...GATE, '--json', '--what-if', 'metrics.f1=0.9', '--output', path.join(repository, 'report.json')]),
  ).toMatchObject({
    code: 1,
  });
  // What `comment` and `commit status` read their report with.
  const text = readFileSync(path.join(repository, 'report.json'), 'utf8');
  for (const read of [readOutcome, readReport]) expect(() => read(text, 'report.json')).toThrow('report.json: supposes metrics.f1=0.9;');
  const ran = await inProcess(repository, ['report', 'compliance', '--report', path.join(repository, 'report.json')]);
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('report.hypothetical') as string });
});

test.each([
  [['--what-if', 'metrics.f1'], 'what_if.not_understood'],
  [['--what-if', 'metrics.f1=high'], 'what_if.not_understood'],
  [['--what-if', '=1'], 'what_if.not_understood'],
  [['--what-if', 'metrics.f1="high"'], 'what_if.impossible'],
  [['--what-if', 'drift.scores=0.1'], 'what_if.nowhere'],
  [['--what-if', 'metrics.f1=1', '--format', 'markdown'], 'usage.hypothetical'],
  [['--what-if', 'metrics.f1=1', '--verdict-file', 'verdict'], 'usage.hypothetical'],
  [['--policies', 'policies', '--base', 'HEAD'], 'usage.hypothetical'],
  [['--policies', 'nowhere'], 'policies.no_folder'],
])('%j is %s', async (options, code) => {
  const ran = await inProcess(scratchRepository(), [...GATE, ...options]);
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(code) as string });
});

test('another folder of policies judges by its own limits, and by no bundle that is not made of its sources', async () => {
  const repository = scratchRepository();
  const stricter = path.join(scratchFolder(), 'stricter');
  cpSync(path.join(repository, 'policies'), stricter, { recursive: true });
  const limits = path.join(stricter, 'thresholds/limited.yaml');
  const written = readFileSync(limits, 'utf8');
  writeFileSync(limits, written.replace(/maxFirstStepPercent: \d+/g, 'maxFirstStepPercent: 1'));
  const ran = await inProcess(repository, [...GATE, '--json', '--policies', stricter]);
  expect(codes(ran.out)).toEqual(['rollout.first_step_too_large']);
  expect((JSON.parse(ran.out) as GateReport).hypothetical).toEqual({ whatIf: [], policies: stricter });

  const rule = path.join(stricter, 'rules/card/stale/stale.rego');
  writeFileSync(rule, `${readFileSync(rule, 'utf8')}\n# Changed.\n`);
  expect(await inProcess(repository, [...GATE, '--policies', stricter])).toMatchObject({ code: 2 });
});
