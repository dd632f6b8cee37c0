import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { readPacks } from '../../lib/evidence/index.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { listChecks } from '../../lib/policy/list.ts';
import { refusals } from '../evidence/support/refusal.ts';
import { Repository } from '../evidence/support/repository.ts';
import { policies, repository } from './library.ts';

const codes = (await listChecks(policies)).map(({ code }) => code);

test('the ten packs name checks that exist, and each control says what remains for people', async () => {
  const packs = await readPacks(workTree(repository), codes);
  expect(packs.map(({ pack }) => pack)).toEqual([
    'baseline',
    'ccpa',
    'eu-ai-act',
    'fairness',
    'gdpr',
    'high-risk',
    'hipaa',
    'iso-42001',
    'nist-ai-rmf',
    'soc2-change',
  ]);
});

test('what models share, and what goes wrong between them, bears on some control', async () => {
  const named = new Set((await readPacks(workTree(repository), codes)).flatMap(({ controls }) => controls.flatMap(({ checks }) => checks)));
  const shared = codes.filter((code) => /^(platform|portfolio)\./.test(code));
  expect(shared.length).toBeGreaterThan(10);
  expect(shared.filter((code) => !named.has(code))).toEqual([]);
});

test('a pack under another name, a control that is there twice and a check that is not are refused together', async () => {
  const control = { id: 'A.1', title: 'A control', checks: ['card.mising'], remains: 'The rest.' };
  const pack = { schemaVersion: 'modelgate.dev/pack/v1', pack: 'own', title: 'Own', source: 'Us', remains: 'Much.', controls: [control, { ...control, checks: [...control.checks] }] };
  const made = new Repository().write('policies/packs/other.yaml', stringify(pack));
  const found = await refusals(() => readPacks(workTree(made.root), codes));
  expect(found.map((one) => one.split(':')[0])).toEqual(['pack.wrong_name', 'pack.unknown_code', 'pack.duplicate_control', 'pack.unknown_code']);
});
