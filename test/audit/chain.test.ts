import fc from 'fast-check';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  chainOf,
  commitsOf,
  readChain,
  recordDecision,
  recordsBranch,
  verifyChain,
  type Break,
  type RecordsCommit,
} from '../../lib/audit/index.ts';
import { DECISION_TYPE, recordPath, type DecisionRecord } from '../../lib/contracts/decision-record.ts';
import { gitTree, readKeyRing } from '../../lib/evidence/index.ts';
import { signedBundle } from '../../lib/jobs/signing/index.ts';
import { commit, git, runIn, scratchFolder } from '../support/scratch.ts';
import { listed, ringFile, testKey } from '../support/signing.ts';
import { merge, record, recordedRepository, reportOf, rewrite, smallRepository, told, write, type Told } from './support/records.ts';

async function breaksOf(repository: string, head = 'HEAD'): Promise<readonly Break[]> {
  const branch = await recordsBranch(repository);
  const chain = await readChain(branch, git(repository, 'rev-parse', branch.name));
  const tree = await gitTree(repository, head);
  return verifyChain(chain, { root: repository, head: tree.name, ring: await readKeyRing(tree) });
}

async function firstBreak(repository: string): Promise<string> {
  const [first] = await breaksOf(repository);
  return first === undefined ? 'unbroken' : `${first.kind} ${first.at}`;
}

test('what was recorded one after the other verifies', async () => {
  const repository = await recordedRepository(4);
  expect(await firstBreak(repository)).toBe('unbroken');
  const branch = await recordsBranch(repository);
  const { records } = await readChain(branch, git(repository, 'rev-parse', branch.name));
  expect(records.map(({ record: { predicate } }) => [predicate.sequence, predicate.previous])).toEqual(
    records.map((_, index) => [index + 1, records[index - 1]?.sha256 ?? null]),
  );
  expect(records.map(({ record: { predicate } }) => predicate.merged.commit)).toEqual(
    git(repository, 'rev-list', '--reverse', '--skip=0', 'main').split('\n').slice(1),
  );
  expect(records[0]?.record.predicate).toMatchObject({
    verdict: 'warn',
    units: [{ model: 'churn', environment: 'dev', findings: ['card.stale'] }],
    waivers: [{ id: 'one', code: 'drift.above_limit', unit: 'churn/dev', expires: '2026-12-20' }],
    approvals: { author: 'mallory', given: [{ by: 'alice', role: 'risk' }] },
  });
});

test('the records survive a clone, and are verified from what it fetched', async () => {
  const repository = await recordedRepository(2);
  const clone = path.join(scratchFolder(), 'clone');
  expect(runIn(repository, 'git', ['clone', '--quiet', repository, clone]).code).toBe(0);
  const branch = await recordsBranch(clone);
  const chain = await readChain(branch, git(clone, 'rev-parse', 'origin/modelgate/records'));
  expect([chain.records.length, chain.breaks]).toEqual([2, []]);
});

describe('whatever somebody does to the branch is found and named', () => {
  let repository = '';
  let honest: Told[] = [];
  beforeAll(async () => {
    repository = await template();
    honest = await told(repository);
  });
  /** Of this file's own: it must outlive one test. */
  async function template(): Promise<string> {
    const { mkdtempSync, rmSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const folder = mkdtempSync(path.join(tmpdir(), 'modelgate-audit-'));
    process.once('exit', () => {
      rmSync(folder, { recursive: true, force: true });
    });
    for (const [file, content] of Object.entries({
      'modelgate.config.ts': '\n',
      'models/churn/releases.yaml': 'schemaVersion: modelgate.dev/releases/v1\nmodel: churn\nenvironments:\n  dev:\n    stable: 1.0.0\n',
      'policies/bundle/manifest.json': '{}\n',
    }))
      write(folder, file, content);
    git(folder, 'init', '--quiet', '--initial-branch', 'main');
    commit(folder, 'Start');
    for (let each = 1; each <= 5; each += 1) await record(folder, merge(folder, each));
    return folder;
  }
  const file = (sequence: number): string => recordPath(sequence);
  const contentOf = (sequence: number): Buffer => honest[sequence - 1]?.files.get(file(sequence)) ?? Buffer.alloc(0);
  const reportFile = (sequence: number): string =>
    [...(honest[sequence - 1]?.files.keys() ?? [])].find((name) => name.startsWith('reports/')) ?? '';
  const change = (sequence: number, name: string, content: Buffer | null): Told[] =>
    honest.map((one, index) => {
      if (index !== sequence - 1) return one;
      const files = new Map(one.files);
      if (content === null) files.delete(name);
      else files.set(name, content);
      return { ...one, files };
    });

  test('the honest branch, written again, verifies', async () => {
    rewrite(repository, honest);
    expect(await firstBreak(repository)).toBe('unbroken');
  });

  test.each([1, 2, 3, 4, 5])('record %i taken out of the middle of its commits', async (sequence) => {
    rewrite(repository, change(sequence, file(sequence), null));
    expect(await firstBreak(repository)).toBe(`missing ${file(sequence)}`);
  });

  test.each([1, 2, 3, 4])('record %i taken out with its commit, and the others moved up', async (sequence) => {
    const rest = honest.filter((_, index) => index !== sequence - 1);
    const moved = rest.map((one, index) => {
      const [number] = [index + 1];
      const files = new Map([...one.files].map(([name, content]) => [name.startsWith('records/') ? file(number) : name, content]));
      return { ...one, files };
    });
    rewrite(repository, moved);
    expect(await firstBreak(repository)).toBe(`missing ${file(sequence)}`);
  });

  test('the last record cut off: the commit that it was about is on no record', async () => {
    rewrite(repository, honest.slice(0, -1));
    expect(await firstBreak(repository)).toBe(`unrecorded ${git(repository, 'rev-parse', 'main')}`);
  });

  const pairs = [1, 2, 3, 4, 5].flatMap((a) => [1, 2, 3, 4, 5].filter((b) => b > a).map((b) => [a, b] as const));
  test('any two records swapped', async () => {
    for (const [a, b] of pairs) {
      const swapped = honest.map((one, index) => {
        const other = index === a - 1 ? b : index === b - 1 ? a : null;
        return other === null ? one : { ...one, files: new Map(one.files).set(file(index + 1), contentOf(other)) };
      });
      rewrite(repository, swapped);
      expect(await firstBreak(repository)).toBe(`reordered ${file(a)}`);
    }
  });

  test('any two commits swapped, messages and all', async () => {
    for (const [a, b] of pairs) {
      const swapped = honest.map((one, index) => (index === a - 1 ? honest[b - 1] : index === b - 1 ? honest[a - 1] : one) ?? one);
      rewrite(repository, swapped);
      expect((await firstBreak(repository)).split(' ')[0]).toMatch(/^(reordered|missing|foreign|changed)$/);
    }
  });

  test('a record rewritten by a later commit', async () => {
    const better = Buffer.from(contentOf(2).toString().replace('"verdict": "warn"', '"verdict": "pass"'));
    rewrite(repository, [...honest, { message: 'Tidy up', files: new Map([[file(2), better]]) }]);
    expect(await firstBreak(repository)).toBe(`changed ${file(2)}`);
  });

  test('a record removed by a later commit', async () => {
    rewrite(repository, [...honest, { message: 'Tidy up', files: new Map([[file(3), null]]) }]);
    expect(await firstBreak(repository)).toBe(`missing ${file(3)}`);
  });

  test('a report that is gone, or another', async () => {
    rewrite(repository, change(3, reportFile(3), null));
    expect(await firstBreak(repository)).toBe(`missing ${reportFile(3)}`);
    rewrite(repository, change(3, reportFile(3), Buffer.from('{}\n')));
    expect(await firstBreak(repository)).toBe(`changed ${reportFile(3)}`);
  });

  test('a file that is no record', async () => {
    rewrite(repository, change(2, 'README.md', Buffer.from('Hello\n')));
    expect(await firstBreak(repository)).toBe('foreign README.md');
  });

  test('a record of another repository at the end', async () => {
    const other = await recordedRepository(6, { 'synth/dev/churn/Job.other.yaml': 'other: true\n' });
    const sixth = (await told(other)).at(-1);
    rewrite(repository, [...honest, ...(sixth === undefined ? [] : [sixth])]);
    expect(await firstBreak(repository)).toMatch(new RegExp(`^(changed ${file(5)}|foreign ${file(6)})$`));
  });

  test('an empty commit, and a record twice', async () => {
    rewrite(repository, [...honest, { message: 'Nothing', files: new Map() }]);
    expect(await firstBreak(repository)).toBe(`missing ${file(6)}`);
    rewrite(repository, [...honest, { message: honest[4]?.message ?? '', files: new Map([[file(6), contentOf(5)]]) }]);
    expect((await firstBreak(repository)).split(' ')[0]).toMatch(/^(reordered|missing)$/);
  });

  test('a commit message that names another record', async () => {
    rewrite(
      repository,
      honest.map((one, index) => (index === 4 ? { ...one, message: one.message.replace(/[0-9a-f](?=\s*$)/, 'f0') } : one)),
    );
    expect(await firstBreak(repository)).toBe(`changed ${file(5)}`);
  });

  test('a digit of what a record follows: it is named, and not the one before it', async () => {
    const content = Buffer.from(contentOf(2));
    const at = content.indexOf('"previous": "') + 20;
    content.write(content.toString('latin1', at, at + 1) === '0' ? '1' : '0', at, 'latin1');
    rewrite(repository, change(2, file(2), content));
    expect(await firstBreak(repository)).toBe(`changed ${file(2)}`);
  });

  test('bits flipped in real repositories', async () => {
    for (const [sequence, place, bit] of [
      [1, 0.1, 0],
      [2, 0.3, 3],
      [3, 0.5, 6],
      [5, 0.7, 1],
      [5, 0.95, 2],
    ] as const) {
      const content = Buffer.from(contentOf(sequence));
      content.writeUInt8(content.readUInt8(Math.floor(content.length * place)) ^ (1 << bit), Math.floor(content.length * place));
      rewrite(repository, change(sequence, file(sequence), content));
      expect(await firstBreak(repository)).toBe(`changed ${file(sequence)}`);
    }
  });

  test('any bit of any record or report', { timeout: 120_000 }, async () => {
    rewrite(repository, honest);
    const branch = await recordsBranch(repository);
    const commits: readonly RecordsCommit[] = await commitsOf(branch, git(repository, 'rev-parse', branch.name));
    const files = new Map(
      honest.flatMap(({ files: brought }) => [...brought]).map(([name, content]) => [name, content ?? Buffer.alloc(0)]),
    );
    const paths = [...files.keys()].sort();
    expect(chainOf(commits, paths, files).breaks).toEqual([]);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.nat(), fc.integer({ min: 0, max: 7 }), (name, at, bit) => {
        const content = Buffer.from(files.get(name) ?? Buffer.alloc(0));
        content.writeUInt8(content.readUInt8(at % content.length) ^ (1 << bit), at % content.length);
        const [first] = chainOf(commits, paths, new Map(files).set(name, content)).breaks;
        expect(first).toMatchObject({ kind: 'changed', at: name });
      }),
      { numRuns: 1500 },
    );
  });
});

describe('signatures', () => {
  const key = testKey(7);
  const decisions = { models: ['*'], predicates: [DECISION_TYPE] } as const;
  const ring = (change: Parameters<typeof listed>[2] = {}): Readonly<Record<string, string>> => ({
    'policies/keys/keys.yaml': ringFile(listed('decisions', 7, { validUntil: '2099-01-01T00:00:00Z', scope: decisions, ...change })),
  });
  const signed = { spell: (one: DecisionRecord): string => signedBundle(one, key) };

  test('records that the ring asks for signatures of verify when they have them', async () => {
    expect(await firstBreak(await recordedRepository(2, ring(), signed))).toBe('unbroken');
  });

  test('an unsigned record among them is named', async () => {
    const repository = await recordedRepository(1, ring(), signed);
    await record(repository, merge(repository, 2));
    expect(await firstBreak(repository)).toBe(`unsigned ${recordPath(2)}`);
  });

  test('what was merged before the first key began needs no signature', async () => {
    expect(await firstBreak(await recordedRepository(2, ring({ validFrom: '2098-01-01T00:00:00Z' })))).toBe('unbroken');
  });

  test.each([
    ['a key that the ring does not have', {}, testKey(8), 'a key that policies/keys/ does not have'],
    ['a revoked key', { revoked: { at: '2026-11-01T00:00:00Z', reason: 'stolen' } }, key, 'which is revoked'],
    ['a key that is over', { validUntil: '2026-01-02T00:00:00Z' }, key, 'which was not valid when it was merged'],
    [
      'a key for other statements',
      { scope: { models: ['*'], predicates: ['https://slsa.dev/provenance/v1'] } },
      key,
      'which is not for decisions about all models',
    ],
    [
      'a key for other models',
      { scope: { models: ['churn'], predicates: [DECISION_TYPE] } },
      key,
      'which is not for decisions about all models',
    ],
  ] as const)('%s proves nothing', async (_, change, signer, says) => {
    const repository = await recordedRepository(1, ring(change), { spell: (one) => signedBundle(one, signer) });
    const [first] = await breaksOf(repository);
    expect(first).toMatchObject({ kind: 'unsigned', at: recordPath(1) });
    expect(first?.message).toContain(says);
  });
});

describe('many at once', () => {
  test('eight that record in one clone all get their place', { timeout: 120_000 }, async () => {
    const repository = smallRepository();
    const merges = [1, 2, 3, 4, 5, 6, 7, 8].map((each) => merge(repository, each));
    const done = await Promise.all(merges.map((one) => record(repository, one)));
    expect(done.map(({ sequence }) => sequence).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await firstBreak(repository)).toBe('unbroken');
    expect(await record(repository, merges[3] ?? '')).toMatchObject({ action: 'unchanged', sequence: done[3]?.sequence });
  });

  test('six clones that push to one server as well', { timeout: 120_000 }, async () => {
    const repository = smallRepository();
    const merges = [1, 2, 3, 4, 5, 6].map((each) => merge(repository, each));
    const server = path.join(scratchFolder(), 'server.git');
    expect(runIn(repository, 'git', ['clone', '--quiet', '--bare', repository, server]).code).toBe(0);
    const clones = merges.map((_, index) => {
      const clone = path.join(scratchFolder(), `clone-${String(index)}`);
      expect(runIn(repository, 'git', ['clone', '--quiet', server, clone]).code).toBe(0);
      return clone;
    });
    await Promise.all(merges.map((one, index) => record(clones[index] ?? '', one, { remote: 'origin' })));
    git(repository, 'fetch', '--quiet', server, 'modelgate/records:modelgate/records');
    expect(await firstBreak(repository)).toBe('unbroken');
    const branch = await recordsBranch(repository);
    expect((await readChain(branch, git(repository, 'rev-parse', branch.name))).records).toHaveLength(6);
  });

  test('a server that refuses is an error soon, and nothing is recorded', { timeout: 60_000 }, async () => {
    const repository = smallRepository();
    const one = merge(repository, 1);
    const server = path.join(scratchFolder(), 'server.git');
    expect(runIn(repository, 'git', ['clone', '--quiet', '--bare', repository, server]).code).toBe(0);
    write(server, 'hooks/pre-receive', '#!/bin/sh\necho protected >&2\nexit 1\n');
    runIn(server, 'chmod', ['+x', 'hooks/pre-receive']);
    git(repository, 'remote', 'add', 'origin', server);
    await expect(record(repository, one, { remote: 'origin' })).rejects.toThrow('not recorded');
    expect(git(server, 'branch', '--list', 'modelgate/*')).toBe('');
  });

  test('a second verdict about one commit is refused, and a broken chain is not continued', async () => {
    const repository = await recordedRepository(2);
    const recording = { root: repository, commit: git(repository, 'rev-parse', 'HEAD'), before: null, approvals: null, remote: null };
    const report = await reportOf(repository, 'HEAD');
    const other = { ...recording, report, reportText: `${JSON.stringify(report)}\n`, now: '2026-11-21T12:30:00Z', spell: () => '' };
    await expect(recordDecision(other)).rejects.toThrow('names another report; expected one verdict a commit');
    const commits = await told(repository);
    rewrite(
      repository,
      commits.map((one, index) => (index === 0 ? { ...one, message: 'Record 1' } : one)),
    );
    await expect(record(repository, merge(repository, 3))).rejects.toThrow('expected a chain that can be continued');
  });
});
