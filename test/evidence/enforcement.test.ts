import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { readApprovals } from '../../lib/evidence/approvals.ts';
import { readEnforcement } from '../../lib/evidence/enforcement.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { Repository } from './support/repository.ts';
import { refusal, refusals } from './support/refusal.ts';

const CODES = ['metrics.below_floor', 'card.missing'];
const rule = { code: 'metrics.below_floor', enforcement: 'warn', reason: 'It is new here.' };
const waivers = { maxDays: { low: 180, limited: 90, high: 45 }, never: ['card.missing'] };

const read = (content: object) =>
  readEnforcement(
    workTree(
      new Repository().write('policies/enforcement.yaml', stringify({ schemaVersion: 'modelgate.dev/enforcement/v1', ...content })).root,
    ),
    CODES,
  );

describe('enforcement', () => {
  test('is read as it is written', async () => {
    expect(await read({ rules: [rule], waivers })).toEqual({ schemaVersion: 'modelgate.dev/enforcement/v1', rules: [rule], waivers });
  });

  test('needs no file', async () => {
    expect(await readEnforcement(workTree(new Repository().root), CODES)).toBeNull();
  });

  test('of a check that does not exist is refused, all of them together', async () => {
    const wrong = { rules: [{ ...rule, code: 'metrics.below_flour' }], waivers: { ...waivers, never: ['card.mising'] } };
    expect(await refusals(() => read(wrong))).toEqual([
      'enforcement.unknown_code: policies/enforcement.yaml: names metrics.below_flour; expected codes that `npx modelgate policy list` prints',
      'enforcement.unknown_code: policies/enforcement.yaml: names card.mising; expected codes that `npx modelgate policy list` prints',
    ]);
  });
});

describe('approvals', () => {
  const commit = 'a'.repeat(40);
  const given = [{ by: 'bea', role: 'owner', at: '2026-11-20T15:00:00Z' }];
  const written = (content: object): string => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'modelgate-test-')), 'approvals.json');
    writeFileSync(file, JSON.stringify({ schemaVersion: 'modelgate.dev/approvals/v1', commit, author: 'ada', given, ...content }));
    return file;
  };

  test('of the judged commit are read', async () => {
    expect(await readApprovals(written({}), commit)).toEqual({ author: 'ada', given });
  });

  test('of another commit are refused, because a push takes them back', async () => {
    expect(await refusal(() => readApprovals(written({ commit: 'b'.repeat(40) }), commit))).toContain('approvals.other_commit');
  });

  test('without an author, or in no file, are refused', async () => {
    expect(await refusal(() => readApprovals(written({ author: '' }), commit))).toContain('schema.invalid');
    expect(await refusal(() => readApprovals('/nowhere/approvals.json', commit))).toContain('approvals.unreadable');
  });
});
