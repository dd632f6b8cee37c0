import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { commit, git, scratchRepository } from '../support/scratch.ts';

/** A repository in which churn was changed after its first commit, and then something that is no model. */
function history(): { readonly repository: string; readonly start: string; readonly changed: string } {
  const repository = scratchRepository();
  const start = git(repository, 'rev-parse', 'HEAD');
  appendFileSync(path.join(repository, 'models/churn/card.yaml'), '# Read again.\n');
  const changed = commit(repository, 'Read the card of churn again');
  appendFileSync(path.join(repository, 'package.json'), '\n');
  commit(repository, 'Change nothing that is judged');
  return { repository, start, changed };
}

const edit = (repository: string, file: string, change: (text: string) => string): void => {
  const place = path.join(repository, file);
  const before = readFileSync(place, 'utf8');
  expect(change(before)).not.toBe(before);
  writeFileSync(place, change(before));
};

test('limits that get tighter on disk change the verdicts of what was merged, and say by which check', async () => {
  const { repository, start, changed } = history();
  edit(repository, 'policies/thresholds/limited.yaml', (text) => text.replace(/maxFirstStepPercent: \d+/g, 'maxFirstStepPercent: 1'));
  const { code, out } = await inProcess(repository, ['policy', 'replay', '--since', start, '--json']);
  expect(code).toBe(0);
  const { changes, ...counts } = JSON.parse(out) as { readonly changes: readonly unknown[] };
  expect(counts).toEqual({ schemaVersion: 1, since: start, merges: 1, units: 3 });
  expect(changes).toEqual([
    expect.objectContaining({
      commit: changed,
      subject: 'Read the card of churn again',
      unit: 'churn/prod',
      then: 'pass',
      now: 'deny',
      gained: ['rollout.first_step_too_large'],
      lost: [],
      because: null,
    }),
  ]);
  const table = await inProcess(repository, ['policy', 'replay', '--since', start]);
  expect(table.out).toContain('    churn/prod  pass -> deny  + rollout.first_step_too_large\n');
  expect(table.out).toContain('1 of 3 verdicts in 1 commit that changed models would be others\n');
});

test('the same policies give the same verdicts, and a history without models has none', async () => {
  const { repository, start, changed } = history();
  const same = await inProcess(repository, ['policy', 'replay', '--since', start]);
  expect(same).toMatchObject({ code: 0, out: '0 of 3 verdicts in 1 commit that changed models would be others\n' });
  const none = await inProcess(repository, ['policy', 'replay', '--since', changed]);
  expect(none).toMatchObject({ code: 0, out: '0 of 0 verdicts in 0 commits that changed models would be others\n' });
});

test('a commit whose policies could not judge then says why, and policies that cannot judge now are an error', async () => {
  const { repository, start } = history();
  edit(repository, 'policies/rules/card/stale/stale.rego', (text) => `${text}\n# Changed.\n`);
  const ran = await inProcess(repository, ['policy', 'replay', '--since', start]);
  expect(ran).toMatchObject({ code: 2, out: '' });
  commit(repository, 'Forget to build');
  appendFileSync(path.join(repository, 'models/churn/card.yaml'), '# Once more.\n');
  commit(repository, 'Read it once more');
  git(repository, 'checkout', '--quiet', start, '--', 'policies');
  const later = await inProcess(repository, ['policy', 'replay', '--since', 'HEAD~1']);
  expect(later.code).toBe(0);
  expect(later.out).toMatch(/every unit {2}error -> pass {2}bundle\.\w+: /);
});
