import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { readReport } from '../../lib/report/index.ts';
import { inProcess } from '../support/in-process.ts';
import { scratchRepository } from '../support/scratch.ts';

const GATE = ['gate', '--now', 'head', '--json'];
const found = (text: string) =>
  ((JSON.parse(text) as GateReport).repository?.findings ?? []).map(({ code, subject, path: file }) => [code, subject, file]);

test('what the models of an environment share is judged once, and denied as part of the repository', { timeout: 120_000 }, async () => {
  const root = scratchRepository();
  const file = 'synth/prod/_platform/PeerAuthentication.default.yaml';
  writeFileSync(path.join(root, file), readFileSync(path.join(root, file), 'utf8').replace('STRICT', 'PERMISSIVE'));
  rmSync(path.join(root, 'synth/dev/_platform/NetworkPolicy.default-deny.yaml'));
  const { code, out } = await inProcess(root, GATE);
  expect(code).toBe(1);
  expect(found(out)).toEqual([
    ['platform.network_open', 'dev/_platform/NetworkPolicy/models-dev', 'synth/dev/_platform'],
    ['platform.mesh_not_strict', 'prod/_platform/PeerAuthentication.default.yaml', file],
    ['platform.mesh_not_strict', 'prod/_platform/PeerAuthentication/models-prod', 'synth/prod/_platform'],
  ]);
  const report = readReport(out, 'report.json');
  expect(report.verdict).toBe('deny');
  expect(report.summary.denied).toBe(0);
  // Only environments in which a unit is judged.
  const prod = await inProcess(root, [...GATE, '--env', 'prod']);
  expect(found(prod.out).map(([, subject]) => subject)).toEqual([
    'prod/_platform/PeerAuthentication.default.yaml',
    'prod/_platform/PeerAuthentication/models-prod',
  ]);
});

test('what tells Argo CD what to apply is judged whichever unit is', { timeout: 120_000 }, async () => {
  const root = scratchRepository();
  const file = 'synth/argocd/AppProject.models-prod-high.yaml';
  const text = readFileSync(path.join(root, file), 'utf8');
  writeFileSync(path.join(root, file), text.replace('- https://git.example.com/ml/models.git', '- "*"'));
  const { code, out } = await inProcess(root, [...GATE, '--model', 'churn', '--env', 'dev']);
  expect(code).toBe(1);
  expect(found(out)).toEqual([['platform.project_too_wide', 'argocd/AppProject.models-prod-high.yaml', file]]);
});

test.each([
  ['is spelled otherwise than synthesis does', 'synth/prod/_platform/Namespace.models-prod.yaml', 'manifest.not_canonical'],
  ['has a name that synthesis does not give', 'synth/argocd/notes.yaml', 'manifest.unexpected_file'],
])('a shared file that %s is not judged at all', { timeout: 120_000 }, async (_, file, code) => {
  const root = scratchRepository();
  writeFileSync(path.join(root, file), '# modelgate: generated from modelgate.config.ts; do not edit\nkind: Namespace # mine\n');
  expect(await inProcess(root, GATE)).toMatchObject({ code: 2, err: expect.stringContaining(`error ${code}`) as string });
});
