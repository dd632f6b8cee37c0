import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FakeGithub, type FakeArtifact } from '../support/fake-github.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, scratchFolder, scratchRepository, type Ran } from '../support/scratch.ts';
import { zipOf } from '../support/zip.ts';

const GATE = '.github/workflows/gate.yml';

let github: FakeGithub;
let url: string;
let repository: string;

beforeEach(async () => {
  github = new FakeGithub();
  url = await github.start();
  onTestFinished(() => github.stop());
  repository = scratchRepository();
});

interface Merged {
  /** The pull request's head. */
  readonly head: string;
  readonly merge: string;
  readonly before: string;
  readonly report: string;
  readonly approvals: string;
}

/** A pull request that edits the card, judged and merged by a commit of its own. */
async function merged(title: string): Promise<Merged> {
  const report = path.join(scratchFolder(), 'gate-report.json');
  const before = git(repository, 'rev-parse', 'HEAD');
  git(repository, 'switch', '--quiet', '--create', 'topic');
  const card = path.join(repository, 'models/churn/card.yaml');
  writeFileSync(card, readFileSync(card, 'utf8').replace(/^title: .*$/m, `title: ${title}`));
  const head = commit(repository, title);
  const judged = await inProcess(repository, ['gate', '--base', 'main', '--now', 'head', '--format', 'json', '--output', report]);
  expect(judged.code).toBeLessThan(2);
  git(repository, 'switch', '--quiet', 'main');
  git(repository, 'merge', '--quiet', '--no-ff', '--message', title, 'topic');
  git(repository, 'branch', '--quiet', '--delete', '--force', 'topic');
  const merge = git(repository, 'rev-parse', 'HEAD');
  github.mergedHeads.set(merge, head);
  const given = [{ by: 'alice', role: 'model-risk', at: '2026-11-21T10:00:00Z' }];
  const approvals = JSON.stringify({ schemaVersion: 'modelgate.dev/approvals/v1', commit: head, author: 'bob', given });
  return { head, merge, before, report: readFileSync(report, 'utf8'), approvals };
}

let last = 0;
function keep({ head, report, approvals }: Merged, run: Partial<FakeArtifact['run']> = {}, more: Partial<FakeArtifact> = {}): void {
  last += 1;
  github.artifacts.push({
    id: last,
    name: `verdict-${head}`,
    zip: zipOf([
      ['gate-report.json', report],
      ['approvals.json', approvals],
    ]),
    run: { id: 100 + last, path: GATE, event: 'pull_request_target', repository: 'acme/models', head, ...run },
    ...more,
  });
}

const catchUp = (...more: readonly string[]): Promise<Ran> =>
  inProcess(repository, ['audit', 'catch-up', '--repo', 'acme/models', '--now', 'head', ...more], {
    GITHUB_TOKEN: 'secret-token',
    GITHUB_API_URL: url,
  });
const verified = (...more: readonly string[]): Promise<Ran> => inProcess(repository, ['verify-merge', ...more]);

describe('after a merge', () => {
  test('what the trusted gate kept is recorded, with who approved; doing it again changes nothing', { timeout: 120_000 }, async () => {
    const one = await merged('First');
    keep(one);
    const ran = await catchUp('--before', one.before);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(new RegExp(`^recorded {4}${one.merge.slice(0, 12)}\n  modelgate/records:records/0000/0000001.json\n  sha256 `));
    expect(await verified()).toMatchObject({ code: 0 });
    const record = git(repository, 'show', 'modelgate/records:records/0000/0000001.json');
    expect(JSON.parse(record)).toMatchObject({
      predicate: { judged: { head: one.head }, merged: { commit: one.merge }, approvals: { given: [{ by: 'alice' }] } },
    });
    expect(await catchUp('--before', one.before)).toMatchObject({ code: 0, out: 'every merge is on record\n' });

    // Two more, of which the first one's run was dropped, and one that changes nothing that is judged.
    const two = await merged('Second');
    const three = await merged('Third');
    keep(two);
    keep(three);
    writeFileSync(path.join(repository, 'NOTES.md'), 'Notes\n');
    commit(repository, 'Take notes');
    const both = await catchUp();
    expect(both.code).toBe(0);
    expect(both.out.match(/^recorded +\w+/gm)).toEqual([
      `recorded    ${two.merge.slice(0, 12)}`,
      `recorded    ${three.merge.slice(0, 12)}`,
    ]);
    expect(await verified()).toMatchObject({ code: 0 });
    expect(await inProcess(repository, ['audit', 'verify'])).toMatchObject({ code: 0 });
  });

  test('what anybody may have uploaded is not believed, and said; the newest that may be is', { timeout: 120_000 }, async () => {
    const one = await merged('First');
    const forged = { ...one, report: one.report.replace('"verdict": "deny"', '"verdict": "pass"') };
    keep(one);
    keep(forged, { event: 'pull_request' });
    keep(forged, { path: '.github/workflows/mine.yml' });
    keep(forged, { repository: 'mallory/models' });
    keep(forged, { event: 'merge_group', head: one.merge });
    keep(one, {}, { expired: true });
    const [sound] = github.artifacts.splice(0, 1);
    const refused = await catchUp();
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(new RegExp(`^no verdict {2}${one.merge.slice(0, 12)}\n`));
    for (const why of ['after "pull_request"', 'ran ".github/workflows/mine.yml"', 'ran in "mallory/models"', 'is about', 'has expired']) {
      expect(refused.out).toContain(why);
    }
    expect(github.requests.some((request) => request.endsWith('/zip'))).toBe(false);
    expect((await verified()).err).toContain('records.none');
    if (sound !== undefined) github.artifacts.push(sound);
    expect(await catchUp()).toMatchObject({ code: 0, out: expect.stringContaining('recorded') as string });
  });

  test(
    'a queue’s verdict is about its own commit, and is believed unless the merge changed the workflow',
    { timeout: 120_000 },
    async () => {
      const one = await merged('First');
      const inQueue = (merge: string): void => {
        keep(one, { event: 'merge_group', head: merge }, { name: `verdict-${merge}` });
      };
      inQueue(one.merge);
      expect(await catchUp()).toMatchObject({ code: 0 });

      const { mkdirSync } = await import('node:fs');
      mkdirSync(path.join(repository, '.github/workflows'), { recursive: true });
      writeFileSync(path.join(repository, GATE), 'name: mine\n');
      appendFileSync(path.join(repository, 'models/churn/card.yaml'), '# better\n');
      inQueue(commit(repository, 'Change the gate'));
      const refused = await catchUp();
      expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('that the merge itself changed') as string });
    },
  );

  test('what was merged and not judged so is named, and not recorded', { timeout: 120_000 }, async () => {
    const one = await merged('First');
    keep(one);
    expect(await catchUp()).toMatchObject({ code: 0 });
    const two = await merged('Second');
    appendFileSync(path.join(repository, 'models/churn/card.yaml'), '# slipped in\n');
    git(repository, 'commit', '--quiet', '--all', '--amend', '--no-edit');
    const merge = git(repository, 'rev-parse', 'HEAD');
    github.mergedHeads.set(merge, two.head);
    keep(two);
    const ran = await catchUp();
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('different') as string });
    expect(await verified()).toMatchObject({ code: 1, out: expect.stringContaining('no verdict') as string });
  });

  test('archives that are none, or changed on the way, are refused', { timeout: 120_000 }, async () => {
    const one = await merged('First');
    keep(one, {}, { digest: `sha256:${'0'.repeat(64)}` });
    expect(await catchUp()).toMatchObject({ code: 2, err: expect.stringContaining('error artifact.other_bytes') as string });
    keep(one, {}, { zip: Buffer.from('<html>') });
    expect(await catchUp()).toMatchObject({ code: 2, err: expect.stringContaining('error artifact.unreadable') as string });
    keep(one, {}, { zip: zipOf([['gate-report.json', one.report]]) });
    expect(await catchUp()).toMatchObject({ code: 2, err: expect.stringContaining('error approvals.unreadable') as string });
    github.fault = (request) => (request.endsWith('/actions/artifacts') ? { status: 403, message: 'Resource not accessible' } : undefined);
    expect(await catchUp()).toMatchObject({ code: 2, err: expect.stringContaining('error github.forbidden') as string });
  });
});
