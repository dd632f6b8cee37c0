import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { fingerprint } from '../support/fingerprint.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, repositoryAt, scratchRepository } from '../support/scratch.ts';

interface Judged {
  readonly code: number | null;
  readonly report: GateReport | null;
  readonly err: string;
}

async function judge(folder: string, base: string, head: string, ...more: readonly string[]): Promise<Judged> {
  const { code, out, err } = await inProcess(folder, [
    'gate',
    ...['--base', base, '--head', head, '--now', 'head', '--format', 'json', ...more],
  ]);
  return { code, report: code === 2 ? null : (JSON.parse(out) as GateReport), err };
}

/** Edits a file by its text, and says where the file is. */
function edit(folder: string, file: string, from: string | RegExp, to: string): void {
  const place = path.join(folder, file);
  const text = readFileSync(place, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${file} has no ${String(from)}`);
  writeFileSync(place, edited);
}

describe('a pull request that is not checked out', () => {
  test('is judged by its commit, whatever lies in the work tree', async () => {
    const folder = scratchRepository();
    const base = git(folder, 'rev-parse', 'HEAD');
    git(folder, 'switch', '--quiet', '--create', 'change');
    edit(folder, 'models/churn/card.yaml', /^title: .*$/m, 'title: TODO');
    const head = commit(folder, 'Forget the purpose');
    const inPlace = JSON.parse((await inProcess(folder, ['gate', '--base', base, '--now', 'head', '--format', 'json'])).out) as GateReport;
    git(folder, 'switch', '--quiet', 'main');
    const apart = await judge(folder, base, head);
    expect(apart.report).toEqual(inPlace);
    expect(apart.report).toMatchObject({ head, base, dirty: false });
  });

  test('is judged as it would be merged: what the base has learnt meanwhile is not taken for taken back', async () => {
    const folder = scratchRepository();
    git(folder, 'switch', '--quiet', '--create', 'change');
    writeFileSync(path.join(folder, 'models/churn/NOTES.md'), 'nothing that is judged\n');
    const head = commit(folder, 'Take notes');
    git(folder, 'switch', '--quiet', 'main');
    edit(folder, 'models/demand-forecast/releases.yaml', /^schemaVersion/m, '# looked at in November\nschemaVersion');
    const base = commit(folder, 'Comment a release');
    const { report } = await judge(folder, base, head);
    const { report: own } = await judge(folder, base, base);
    expect(report?.head).toBe(head);
    expect(report?.digests).toEqual(own?.digests);
    expect(report?.units.flatMap(({ manifests }) => [...manifests.added, ...manifests.changed, ...manifests.removed])).toEqual([]);
  });

  test('with conflicts cannot be judged, and is told which', async () => {
    const folder = scratchRepository();
    git(folder, 'switch', '--quiet', '--create', 'change');
    edit(folder, 'models/churn/card.yaml', /^title: .*$/m, 'title: One title');
    const head = commit(folder, 'One');
    git(folder, 'switch', '--quiet', 'main');
    edit(folder, 'models/churn/card.yaml', /^title: .*$/m, 'title: Another title');
    const base = commit(folder, 'Another');
    const { code, err } = await judge(folder, base, head);
    expect(code).toBe(2);
    expect(err).toContain(`error git.conflict\n  ${head.slice(0, 12)} into ${base.slice(0, 12)}: conflicts in "models/churn/card.yaml"`);
  });

  test('with a history of its own cannot be judged', async () => {
    const folder = scratchRepository();
    const base = git(folder, 'rev-parse', 'HEAD');
    git(folder, 'switch', '--quiet', '--orphan', 'other');
    writeFileSync(path.join(folder, 'README.md'), 'from nothing\n');
    git(folder, 'add', 'README.md');
    git(folder, 'commit', '--quiet', '--message', 'Start again');
    const head = git(folder, 'rev-parse', 'HEAD');
    git(folder, 'switch', '--quiet', '--force', 'main');
    const { code, err } = await judge(folder, base, head);
    expect(code).toBe(2);
    expect(err).toContain('error git.cannot_merge');
  });

  test('does not come to the work tree, and runs nothing that it brings', async () => {
    const folder = scratchRepository();
    const base = git(folder, 'rev-parse', 'HEAD');
    const canary = path.join(folder, 'canary');
    git(folder, 'switch', '--quiet', '--create', 'change');
    writeFileSync(
      path.join(folder, 'models/churn/model.ts'),
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(canary)}, '');\n`,
    );
    writeFileSync(
      path.join(folder, 'modelgate.config.ts'),
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(canary)}, '');\n`,
    );
    writeFileSync(path.join(folder, '.gitattributes'), '* merge=evil filter=evil diff=evil\n');
    const head = commit(folder, 'Run something');
    git(folder, 'switch', '--quiet', 'main');
    writeFileSync(path.join(folder, 'README.md'), 'so that there is something to merge\n');
    const moved = commit(folder, 'Read me');
    const verdicts = (report: GateReport | null) => report?.units.map(({ verdict }) => verdict);
    const { report } = await judge(folder, moved, head);
    expect(verdicts(report)).toEqual(verdicts((await judge(folder, base, base)).report));
    // The configuration is looked at by people, not run.
    expect(report?.repository?.findings.map(({ code }) => code)).toEqual(['policy.second_role_missing']);
    expect(existsSync(canary)).toBe(false);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });
});

/** What was judged, without what the report shows of the change: that there is one more file is said, and rightly. */
function judged(report: GateReport | null): unknown {
  const units = report?.units.map(({ model, environment, checks, findings }) => ({ model, environment, checks, findings }));
  return { verdict: report?.verdict, units };
}

/** Writes an object as git stores it, whatever it holds, and gives its hash: no git command would add such entries, and none has to be started. */
function plant(folder: string, type: 'blob' | 'tree' | 'commit', content: Buffer): string {
  const whole = Buffer.concat([Buffer.from(`${type} ${String(content.length)}\0`), content]);
  const oid = createHash('sha1').update(whole).digest('hex');
  const place = path.join(folder, '.git/objects', oid.slice(0, 2));
  mkdirSync(place, { recursive: true });
  const file = path.join(place, oid.slice(2));
  if (!existsSync(file)) writeFileSync(file, deflateSync(whole, { level: 1 }));
  return oid;
}

interface Entry {
  readonly mode: '100644' | '120000' | '160000' | '40000';
  readonly name: string;
  readonly oid: string;
}

function treeOf(folder: string, entries: readonly Entry[]): string {
  const key = ({ mode, name }: Entry): Buffer => Buffer.from(mode === '40000' ? `${name}/` : name);
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)));
  const parts = sorted.flatMap(({ mode, name, oid }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]);
  return plant(folder, 'tree', Buffer.concat(parts));
}

/** A commit as poison is put on top of it. */
interface Base {
  readonly oid: string;
  /** Who wrote it, and when: the lines of the object. */
  readonly signature: string;
  /** What each folder holds, by its path. */
  readonly folders: ReadonlyMap<string, readonly Entry[]>;
}

function baseOf(folder: string): Base {
  const folders = new Map<string, Entry[]>();
  for (const line of git(folder, 'ls-tree', '-r', '-t', '-z', 'HEAD').split('\0').filter(Boolean)) {
    const [, mode = '', oid = '', place = ''] = /^0*(\d+) \w+ (\w+)\t(.*)$/s.exec(line) ?? [];
    const parent = path.dirname(place);
    folders.set(parent, [...(folders.get(parent) ?? []), { mode: mode as Entry['mode'], name: path.basename(place), oid }]);
  }
  const signature = git(folder, 'cat-file', 'commit', 'HEAD')
    .split('\n')
    .filter((line) => /^(author|committer) /.test(line))
    .join('\n');
  return { oid: git(folder, 'rev-parse', 'HEAD'), signature, folders };
}

/** A commit on `base` in which the folder at `place` has one entry more, or another one of that name. */
function poisoned(folder: string, base: Base, place: readonly string[], entry: Entry): string {
  const put = (at: string, [step, ...rest]: readonly string[]): string => {
    const entries = base.folders.get(at) ?? [];
    if (step === undefined) return treeOf(folder, [...entries.filter(({ name }) => name !== entry.name), entry]);
    return treeOf(
      folder,
      entries.map((one) => (one.name === step ? { ...one, oid: put(path.join(at, step), rest) } : one)),
    );
  };
  const tree = put('.', place);
  return plant(folder, 'commit', Buffer.from(`tree ${tree}\nparent ${base.oid}\n${base.signature}\n\nPoison\n`));
}

const PLACES: readonly (readonly string[])[] = [
  ['synth', 'prod', 'churn'],
  ['synth', 'prod'],
  ['synth', 'catalog'],
  ['synth'],
  ['models'],
  ['models', 'churn'],
  ['models', 'churn', 'versions'],
  ['models', 'churn', 'versions', '1.0.0'],
  ['models', 'churn', 'versions', '1.1.0'],
  [],
];

interface Poison {
  readonly name: string;
  readonly make: (folder: string, place: readonly string[]) => Entry;
}

const blob = (folder: string, content: string | Buffer): string => plant(folder, 'blob', Buffer.from(content));
/** A name that is there already where it can be, so that the poison takes the place of something. */
const victim = (place: readonly string[]): string => {
  const known: Readonly<Record<string, string>> = {
    'synth/prod/churn': 'ConfigMap.churn-card.yaml',
    'synth/prod': 'churn',
    'synth/catalog': 'churn.json',
    models: 'churn',
    'models/churn': 'releases.yaml',
    'models/churn/versions/1.0.0': 'evaluation.json',
    'models/churn/versions/1.1.0': 'release.yaml',
  };
  return known[place.join('/')] ?? 'models';
};

const POISONS: readonly Poison[] = [
  { name: 'a link to the machine', make: (folder, place) => ({ mode: '120000', name: victim(place), oid: blob(folder, '/etc/passwd') }) },
  {
    name: 'a link out of the repository',
    make: (folder, place) => ({ mode: '120000', name: victim(place), oid: blob(folder, '../../../../outside') }),
  },
  { name: 'a link beside it', make: (folder, place) => ({ mode: '120000', name: victim(place), oid: blob(folder, 'model.ts') }) },
  { name: 'a submodule', make: (_, place) => ({ mode: '160000', name: victim(place), oid: '1'.repeat(40) }) },
  {
    name: 'a folder for a file',
    make: (folder, place) => ({
      mode: '40000',
      name: `${victim(place)}x`,
      oid: treeOf(folder, [{ mode: '100644', name: 'x', oid: blob(folder, 'x') }]),
    }),
  },
  {
    name: 'a step up',
    make: (folder) => ({
      mode: '40000',
      name: '..',
      oid: treeOf(folder, [{ mode: '100644', name: 'out.yaml', oid: blob(folder, 'out') }]),
    }),
  },
  {
    name: "git's own folder",
    make: (folder) => ({
      mode: '40000',
      name: '.git',
      oid: treeOf(folder, [{ mode: '100644', name: 'config', oid: blob(folder, '[core]\nfsmonitor=touch canary\n') }]),
    }),
  },
  { name: 'a name with a line end', make: (folder) => ({ mode: '100644', name: 'ConfigMap.a\nb.yaml', oid: blob(folder, 'a: 1\n') }) },
  { name: 'a name with a backslash', make: (folder) => ({ mode: '100644', name: '..\\..\\out.yaml', oid: blob(folder, 'a: 1\n') }) },
  {
    name: 'a name in another case',
    make: (folder, place) => ({ mode: '100644', name: victim(place).toUpperCase(), oid: blob(folder, 'a: 1\n') }),
  },
  {
    name: 'a name in another Unicode form',
    make: (folder) => ({
      mode: '40000',
      name: 'cafe\u0301',
      oid: treeOf(folder, [{ mode: '100644', name: 'model.ts', oid: blob(folder, '') }]),
    }),
  },
  {
    name: 'a huge file',
    make: (folder, place) => ({ mode: '100644', name: victim(place), oid: blob(folder, Buffer.alloc(3 << 20, 0x20)) }),
  },
  {
    name: 'an alias bomb',
    make: (folder, place) => ({
      mode: '100644',
      name: victim(place),
      oid: blob(
        folder,
        `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefghij')
          .map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index] ?? 'a'},`.repeat(9)}]\n`)
          .join('')}`,
      ),
    }),
  },
  {
    name: 'a deep document',
    make: (folder, place) => ({ mode: '100644', name: victim(place), oid: blob(folder, '['.repeat(20_000) + ']'.repeat(20_000)) }),
  },
  {
    name: 'keys given twice',
    make: (folder, place) => ({ mode: '100644', name: victim(place), oid: blob(folder, '{"model":"churn","model":"churn"}\n') }),
  },
  {
    name: 'bytes that are no text',
    make: (folder, place) => ({ mode: '100644', name: victim(place), oid: blob(folder, Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])) }),
  },
  { name: 'an empty file', make: (folder, place) => ({ mode: '100644', name: victim(place), oid: blob(folder, '') }) },
  { name: 'an object that is missing', make: (_, place) => ({ mode: '100644', name: victim(place), oid: '2'.repeat(40) }) },
  {
    name: 'a prototype',
    make: (folder) => ({
      mode: '40000',
      name: '__proto__',
      oid: treeOf(folder, [{ mode: '100644', name: 'releases.yaml', oid: blob(folder, 'a: 1\n') }]),
    }),
  },
  {
    name: 'a very long name',
    make: (folder) => ({
      mode: '40000',
      name: 'a'.repeat(4000),
      oid: treeOf(folder, [{ mode: '100644', name: 'model.ts', oid: blob(folder, '') }]),
    }),
  },
];

describe(`${String(PLACES.length * POISONS.length)} poisoned pull requests`, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelgate-poison-'));
  const filter = ['--model', 'churn', '--env', 'prod'];
  let base: Base;
  let clean: unknown;
  beforeAll(async () => {
    repositoryAt(folder);
    base = baseOf(folder);
    clean = judged((await judge(folder, base.oid, base.oid, ...filter)).report);
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(POISONS)(
    '$name, wherever it lies, changes no verdict for the better, and nothing on disk',
    { timeout: 120_000 },
    async ({ make }) => {
      const before = fingerprint(folder, './.git/objects');
      const places = [...PLACES];
      const next = async (): Promise<void> => {
        for (let place = places.pop(); place !== undefined; place = places.pop()) {
          const head = poisoned(folder, base, place, make(folder, place));
          const { code, report, err } = await judge(folder, base.oid, head, ...filter);
          if (code === 2) expect(err, place.join('/')).toMatch(/^error [a-z]+\.[a-z0-9_]+\n/);
          // What the poison did not touch is judged as ever.
          else expect(judged(report), place.join('/')).toEqual(clean);
          expect(err).not.toContain('root:x:0');
        }
      };
      // Each judges on a core of its own.
      await Promise.all([next(), next()]);
      expect(fingerprint(folder, './.git/objects')).toBe(before);
    },
  );
});
