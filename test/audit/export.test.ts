import fc from 'fast-check';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tarOf } from '../../lib/audit/index.ts';
import { inProcess } from '../support/in-process.ts';
import { git, runIn, scratchFolder, scratchRepository } from '../support/scratch.ts';
import { recordedRepository, write } from './support/records.ts';

/** What a stranger does: unpack, and check with coreutils. */
function unpacked(archive: string): string {
  const folder = scratchFolder();
  expect(runIn(folder, 'tar', ['-xf', archive])).toMatchObject({ code: 0, err: '' });
  return path.join(folder, readdirSync(folder)[0] ?? '');
}

const checked = (folder: string) => runIn(folder, 'sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS']);

function exported(repository: string, output: string, ...more: readonly string[]) {
  return inProcess(repository, ['audit', 'export', 'churn', '--output', output, ...more]);
}

test('a stranger verifies the archive offline, with tar, sha256sum and nothing else', async () => {
  const repository = await recordedRepository(3, {
    'models/churn/card.yaml': 'x\n',
    'models/other/card.yaml': 'x\n',
    'synth/dev/other/A.b.yaml': 'x\n',
  });
  const archive = path.join(scratchFolder(), 'churn.tar');
  const { code, out } = await exported(repository, archive);
  expect(code).toBe(0);
  expect(out).toContain('verify: tar -xf ');
  const folder = unpacked(archive);
  expect(path.basename(folder)).toBe('churn-audit');
  expect(checked(folder)).toMatchObject({ code: 0, out: '' });

  // SHA256SUMS names every file but itself.
  const files = runIn(folder, 'find', ['.', '-type', 'f'])
    .out.trim()
    .split('\n')
    .map((file) => file.slice(2))
    .sort();
  const named = readFileSync(path.join(folder, 'SHA256SUMS'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.slice(66));
  expect([...named, 'SHA256SUMS'].sort()).toEqual(files);
  expect(files).toEqual(
    expect.arrayContaining(['README.txt', 'history.json', 'repository/models/churn/card.yaml', 'repository/policies/bundle/manifest.json']),
  );
  expect(files.filter((file) => file.includes('other'))).toEqual([]);

  // Each record names the digest of the one before it, each report has the name of its own.
  const sums = (pattern: string): readonly string[] =>
    runIn(folder, 'sh', ['-c', `sha256sum ${pattern}`])
      .out.trim()
      .split('\n');
  const records = sums('records/*/*.json');
  expect(records).toHaveLength(3);
  for (const [index, line] of records.slice(1).entries()) {
    const content = readFileSync(path.join(folder, line.slice(66)), 'utf8');
    expect(content).toContain(`"previous": "${records[index]?.slice(0, 64) ?? ''}"`);
  }
  for (const line of sums('reports/*.json')) expect(line.slice(66)).toBe(`reports/${line.slice(0, 64)}.json`);
});

test('any change of any file in it is noticed', async () => {
  const archive = path.join(scratchFolder(), 'churn.tar.gz');
  await exported(await recordedRepository(1), archive);
  const folder = unpacked(archive);
  for (const file of runIn(folder, 'find', ['.', '-type', 'f', '!', '-name', 'SHA256SUMS']).out.trim().split('\n')) {
    const whole = readFileSync(path.join(folder, file));
    const spoilt = Buffer.from(whole);
    spoilt.writeUInt8(spoilt.readUInt8(spoilt.length >> 1) ^ 1, spoilt.length >> 1);
    writeFileSync(path.join(folder, file), spoilt);
    expect(checked(folder)).toMatchObject({ code: 1, out: `${file.slice(2)}: FAILED\n` });
    writeFileSync(path.join(folder, file), whole);
  }
  expect(checked(folder).code).toBe(0);
});

test('the same commit and records give the same bytes, wherever and whenever', async () => {
  const repository = await recordedRepository(2);
  const folder = scratchFolder();
  const clone = path.join(folder, 'clone');
  expect(runIn(folder, 'git', ['clone', '--quiet', repository, clone]).code).toBe(0);
  // Work in progress is no part of it.
  write(clone, 'models/churn/notes.md', 'draft\n');
  for (const name of ['one.tar', 'one.tar.gz']) {
    const [here, there] = [path.join(folder, name), path.join(folder, `clone-${name}`)];
    expect((await exported(repository, here)).code).toBe(0);
    expect((await exported(clone, there)).code).toBe(0);
    expect(readFileSync(here).equals(readFileSync(there))).toBe(true);
  }
});

test('it holds what a real repository has of a model', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const archive = path.join(scratchFolder(), 'churn.tgz');
  const { out } = await exported(repository, archive, '--json');
  expect(JSON.parse(out)).toMatchObject({
    schemaVersion: 1,
    model: 'churn',
    records: 0,
    folder: 'churn-audit',
    commit: git(repository, 'rev-parse', 'HEAD'),
  });
  const folder = unpacked(archive);
  expect(checked(folder).code).toBe(0);
  const tracked = git(repository, 'ls-files').split('\n');
  const wanted = tracked.filter((file) => /^(policies\/|models\/churn\/|synth\/[a-z]+\/churn[/.]|modelgate\.config\.ts$)/.test(file));
  expect(wanted.length).toBeGreaterThan(100);
  for (const file of wanted) {
    expect(readFileSync(path.join(folder, 'repository', file)).equals(readFileSync(path.join(repository, file))), file).toBe(true);
  }
  expect(existsSync(path.join(folder, 'repository/models/demand-forecast'))).toBe(false);
});

test('what cannot be handed out says why', async () => {
  const repository = await recordedRepository(1);
  const folder = scratchFolder();
  expect((await exported(repository, path.join(folder, 'churn.zip'))).err).toContain('usage.bad_archive');
  expect((await exported(repository, path.join(folder, 'nowhere/churn.tar'))).err).toContain('output.unwritable');
  const unknown = await inProcess(repository, ['audit', 'export', 'chrn', '--output', path.join(folder, 'x.tar')]);
  expect(unknown.err).toContain('archive.no_model');
  expect((await inProcess(repository, ['audit', 'export', '../x', '--output', path.join(folder, 'x.tar')])).err).toContain('model.bad_id');
  expect(readdirSync(folder)).toEqual([]);
});

test('whatever files it holds, tar unpacks them as they were', { timeout: 120_000 }, () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,60}$/);
  const file = fc.tuple(fc.array(name, { minLength: 1, maxLength: 4 }), fc.uint8Array({ maxLength: 1500 }));
  fc.assert(
    fc.property(fc.uniqueArray(file, { minLength: 1, maxLength: 6, selector: ([parts]) => parts[0] }), (files) => {
      const folder = scratchFolderNow();
      const entries = files.map(([parts, bytes]) => ({ path: parts.join('/'), bytes }));
      writeFileSync(path.join(folder, 'made.tar'), tarOf(entries, 1_795_262_400));
      mkdirSync(path.join(folder, 'out'));
      expect(runIn(path.join(folder, 'out'), 'tar', ['-xf', '../made.tar'])).toMatchObject({ code: 0, err: '' });
      for (const { path: at, bytes } of entries) expect(readFileSync(path.join(folder, 'out', at)).equals(bytes)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

let made = 0;
const scratchFolderNow = (): string => {
  base ??= scratchFolder();
  made += 1;
  const folder = path.join(base, String(made));
  mkdirSync(folder);
  return folder;
};
let base: string | null = null;

test('a path that no header has room for is refused', () => {
  expect(() => tarOf([{ path: 'x'.repeat(101), bytes: new Uint8Array() }], 0)).toThrow('has no room in a tar header');
  expect(tarOf([{ path: `${'d'.repeat(90)}/${'x'.repeat(99)}`, bytes: new Uint8Array() }], 0)).toHaveLength(3 * 512);
});
