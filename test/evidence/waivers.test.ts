import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { Waiver } from '../../lib/contracts/waiver.ts';
import { readWaivers } from '../../lib/evidence/waivers.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { Repository } from './support/repository.ts';
import { refusal, refusals } from './support/refusal.ts';

const waiver: Waiver = {
  id: 'small-group',
  code: 'fairness.group_too_small',
  model: 'churn',
  environment: 'prod',
  reason: 'The group has eleven members in the whole company.',
  owner: 'Ada',
  approver: 'Grace',
  expires: '2026-12-31',
};

function repository(files: Readonly<Record<string, readonly Waiver[]>>): Repository {
  const made = new Repository();
  for (const [name, waivers] of Object.entries(files))
    made.write(`policies/waivers/${name}`, stringify({ schemaVersion: 'modelgate.dev/waivers/v1', waivers }));
  return made;
}
const read = (files: Readonly<Record<string, readonly Waiver[]>>): Promise<readonly Waiver[]> =>
  readWaivers(workTree(repository(files).root));

describe('waivers', () => {
  test('of all files are read, sorted by id', async () => {
    const other = { ...waiver, id: 'another', environment: 'dev' };
    expect(await read({ 'b.yaml': [other], 'a.yaml': [waiver] })).toEqual([other, waiver]);
  });

  test('need no folder', async () => {
    expect(await readWaivers(workTree(new Repository().root))).toEqual([]);
  });

  test('with one id twice are refused, across files', async () => {
    expect(await refusal(() => read({ 'a.yaml': [waiver], 'b.yaml': [{ ...waiver, model: 'other' }] }))).toBe(
      'waiver.duplicate_id: policies/waivers/b.yaml: id small-group is taken in policies/waivers/a.yaml; expected each id once',
    );
  });

  test.each(['Ada', 'ada', ' ADA '])('approved by their owner (%j) are refused', async (approver) => {
    expect(await refusal(() => read({ 'a.yaml': [{ ...waiver, approver }] }))).toMatch(
      /^waiver\.self_approved: policies\/waivers\/a\.yaml: waiver small-group is owned and approved by "Ada"; expected two people$/,
    );
  });

  test('that cover the same finding are refused, even if one has expired', async () => {
    const again = { ...waiver, id: 'again', expires: '2020-01-01' };
    expect(await refusal(() => read({ 'a.yaml': [waiver, again] }))).toBe(
      'waiver.overlap: policies/waivers/a.yaml: waiver again covers what small-group in policies/waivers/a.yaml covers (fairness.group_too_small, churn/prod); expected one',
    );
    expect(await refusal(() => read({ 'a.yaml': [{ ...waiver, subject: '1.0.0/gender' }, again] }))).toMatch(/^waiver\.overlap: /);
    expect(
      await refusal(() =>
        read({
          'a.yaml': [
            { ...waiver, subject: 'x' },
            { ...again, subject: 'x' },
          ],
        }),
      ),
    ).toMatch(/^waiver\.overlap: /);
  });

  test('for two subjects, two checks, two models or two environments stand side by side', async () => {
    const others: readonly Partial<Waiver>[] = [
      { subject: 'b' },
      { code: 'fairness.mismatch' },
      { model: 'other' },
      { environment: 'dev' },
    ];
    const list = [{ ...waiver, subject: 'a' }, ...others.map((change, index) => ({ ...waiver, id: `w-${String(index)}`, ...change }))];
    expect(await read({ 'a.yaml': list })).toHaveLength(5);
  });

  test('that expire on a day that does not exist are refused', async () => {
    expect(await refusal(() => read({ 'a.yaml': [{ ...waiver, expires: '2026-02-30' }] }))).toMatch(
      /^time\.invalid: policies\/waivers\/a\.yaml: waiver small-group: expires: "2026-02-30"; /,
    );
  });

  test('in a file that would not be read are refused, not overlooked', async () => {
    for (const name of ['a.yml', 'a.json', 'deep/a.yaml']) {
      expect(await refusal(() => read({ [name]: [waiver] }))).toMatch(/^waiver\.unexpected_file: /);
    }
  });

  test('with several mistakes are told all at once', async () => {
    expect(await refusals(() => read({ 'a.yaml': [waiver, { ...waiver, approver: 'Ada' }] }))).toHaveLength(3);
  });
});
