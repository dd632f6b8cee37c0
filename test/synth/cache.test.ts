import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { EVERYTHING } from '../../lib/synth/filter.ts';
import type { Sink } from '../../lib/synth/sink.ts';
import { synthesize } from '../../lib/synth/synthesize.ts';
import { Writer, type Written } from '../../lib/synth/write.ts';
import { thresholds } from '../support/units.ts';
import { configText, declaration, factsOf, put, repository } from './support/repository.ts';
import { bytesOf, collector } from './support/tree.ts';

interface Ran {
  readonly rendered: readonly string[];
  readonly written: Written;
}

interface Given {
  readonly limits?: typeof thresholds;
  readonly whileRunning?: () => void;
}

async function render(root: string, cache: boolean, sink: Sink, { limits = thresholds, whileRunning }: Given = {}): Promise<string[]> {
  const rendered: string[] = [];
  const facts = (id: string): Promise<ReturnType<typeof factsOf>> => {
    rendered.push(id);
    whileRunning?.();
    return Promise.resolve({ ...factsOf(id), card: readFileSync(path.join(root, 'models', id, 'card.yaml'), 'utf8') });
  };
  const models = readdirSync(path.join(root, 'models')).sort();
  const { errors } = await synthesize({ root, models, facts, thresholds: limits, filter: EVERYTHING, cache, sink });
  expect(errors).toEqual([]);
  return rendered;
}

/** A local run: renders what changed, and writes. */
async function run(root: string, given: Given = {}): Promise<Ran> {
  // Files written just before a run are too young for the cache.
  await sleep(40);
  const writer = new Writer(root, EVERYTHING);
  const rendered = await render(root, true, writer, given);
  return { rendered, written: writer.finish() };
}

/** What a run without any cache makes of the repository. */
async function truth(root: string, given: Given = {}): Promise<Readonly<Record<string, string>>> {
  const { sink, texts } = collector();
  await render(root, false, sink, given);
  return Object.fromEntries(texts);
}

function onDisk(root: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(bytesOf(root)).filter(([file]) => file.startsWith('synth/')));
}

function models(): string {
  const importing = `import { seconds } from './monitoring.ts';\nimport { shared } from '../../shared.ts';\n${declaration('b').replace('scrapeSeconds: 30', 'scrapeSeconds: seconds + shared')}`;
  const root = repository({ a: declaration('a'), b: importing, c: declaration('c') });
  put(root, {
    'models/a/card.yaml': 'a\n',
    'models/b/card.yaml': 'b\n',
    'models/c/card.yaml': 'c\n',
    'models/b/monitoring.ts': 'export const seconds = 20;\n',
    'shared.ts': 'export const shared = 5;\n',
    'models/a/training/train.py': '1\n',
    'models/a/versions/1.0.0/evaluation.json': '{}\n',
    'models/a/versions/1.0.0/release.yaml': 'a: 1\n',
  });
  return root;
}

const NOTHING: Written = { added: [], changed: [], removed: [] };

test('a second run renders nothing and changes nothing', async () => {
  const root = models();
  expect((await run(root)).rendered).toEqual(['a', 'b', 'c']);
  const before = onDisk(root);
  expect(await run(root)).toEqual({ rendered: [], written: NOTHING });
  expect(onDisk(root)).toEqual(before);
  expect(before).toEqual(await truth(root));
});

describe('after a change, what the cache leaves and what is rendered make the bytes of a run without cache:', () => {
  test.each<[string, readonly string[], (root: string) => void]>([
    [
      'a declaration',
      ['a'],
      (root) => {
        put(root, { 'models/a/model.ts': declaration('a', 31) });
      },
    ],
    [
      'a file that a declaration imports',
      ['b'],
      (root) => {
        put(root, { 'models/b/monitoring.ts': 'export const seconds = 10;\n' });
      },
    ],
    [
      'a file outside the model’s folder',
      ['b'],
      (root) => {
        put(root, { 'shared.ts': 'export const shared = 6;\n' });
      },
    ],
    [
      'a card',
      ['c'],
      (root) => {
        put(root, { 'models/c/card.yaml': 'changed\n' });
      },
    ],
    [
      'a release',
      ['a'],
      (root) => {
        put(root, { 'models/a/versions/1.0.0/release.yaml': 'a: 2\n' });
      },
    ],
    [
      'a new file in a model’s folder',
      ['c'],
      (root) => {
        put(root, { 'models/c/new.ts': '' });
      },
    ],
    [
      'the configuration',
      ['a', 'b', 'c'],
      (root) => {
        put(root, { 'modelgate.config.ts': configText.replace('models.example.com', 'ml.example.com') });
      },
    ],
    [
      'a manifest edited by hand',
      ['a'],
      (root) => {
        writeFileSync(path.join(root, 'synth/dev/a/Deployment.a.yaml'), '# modelgate: generated from x\n');
      },
    ],
    [
      'a manifest removed by hand',
      ['b'],
      (root) => {
        rmSync(path.join(root, 'synth/prod/b/Rollout.b.yaml'));
      },
    ],
    [
      'a catalog entry removed by hand',
      ['c'],
      (root) => {
        rmSync(path.join(root, 'synth/catalog/c.json'));
      },
    ],
    [
      'the platform edited by hand',
      [],
      (root) => {
        writeFileSync(path.join(root, 'synth/dev/_platform/Namespace.models-dev.yaml'), '# modelgate: generated from x\n');
      },
    ],
    [
      'a model removed',
      [],
      (root) => {
        rmSync(path.join(root, 'models/b'), { recursive: true });
      },
    ],
    [
      'a model added',
      ['d'],
      (root) => {
        put(root, { 'models/d/model.ts': declaration('d'), 'models/d/card.yaml': 'd\n' });
      },
    ],
    [
      'the training code, which no unit reads',
      [],
      (root) => {
        put(root, { 'models/a/training/train.py': '2\n' });
      },
    ],
    [
      'an evaluation, which no unit reads',
      [],
      (root) => {
        put(root, { 'models/a/versions/1.0.0/evaluation.json': '{"a":1}\n' });
      },
    ],
    [
      'a cut off cache',
      ['a', 'b', 'c'],
      (root) => {
        spoilCache(root, (text) => text.slice(0, 100));
      },
    ],
    [
      'a cache of another format',
      ['a', 'b', 'c'],
      (root) => {
        spoilCache(root, (text) => text.replace('cache/v2', 'cache/v0'));
      },
    ],
  ])('%s', async (_, rendered, change) => {
    const root = models();
    await run(root);
    change(root);
    expect((await run(root)).rendered).toEqual(rendered);
    expect(onDisk(root)).toEqual(await truth(root));
    expect(await run(root)).toEqual({ rendered: [], written: NOTHING });
  });
});

describe('files that were found to fit before are known by what the system says of them:', () => {
  const manifest = 'synth/dev/a/Deployment.a.yaml';
  /** A repository whose files were looked at by a run that rendered nothing. */
  async function settled(): Promise<string> {
    const root = models();
    await run(root);
    await run(root);
    return root;
  }

  test('the second run writes down what it says, the third writes nothing', async () => {
    const root = models();
    await run(root);
    const texts: string[] = [];
    const remember = (): void => {
      spoilCache(root, (text) => {
        texts.push(text);
        return text;
      });
    };
    remember();
    await run(root);
    remember();
    await run(root);
    remember();
    const [first, second, third] = texts;
    expect(first).not.toContain('"stamp"');
    expect(second?.match(/"stamp"/g)).toHaveLength(4);
    expect(third).toBe(second);
  });

  test.each([
    [manifest, 'kind: Deployment', 'kind: deployment', 'a'],
    ['models/a/card.yaml', 'a', 'b', 'a'],
    ['shared.ts', '5', '6', 'b'],
  ])('an edit of %s of the same length counts, also when its time is put back', async (file, from, to, model) => {
    const root = await settled();
    const place = path.join(root, file);
    const { atime, mtime } = statSync(place);
    const text = readFileSync(place, 'utf8');
    expect(text).toContain(from);
    writeFileSync(place, text.replace(from, to));
    utimesSync(place, atime, mtime);
    expect((await run(root)).rendered).toEqual([model]);
    expect(onDisk(root)).toEqual(await truth(root));
  });

  test('a file that was written anew with the same bytes does not count', async () => {
    const root = await settled();
    for (const file of [manifest, 'models/a/card.yaml']) writeFileSync(path.join(root, file), readFileSync(path.join(root, file)));
    expect(await run(root)).toEqual({ rendered: [], written: NOTHING });
  });

  test('a model that goes is forgotten, also when nothing is rendered', async () => {
    const root = await settled();
    rmSync(path.join(root, 'models/b'), { recursive: true });
    await run(root);
    await run(root);
    expect(await run(root)).toEqual({ rendered: [], written: NOTHING });
  });
});

function spoilCache(root: string, spoil: (text: string) => string): void {
  const folder = path.join(root, 'node_modules/.cache/modelgate/synth');
  for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), spoil(readFileSync(path.join(folder, name), 'utf8')));
}

test('a long file counts to its last byte', async () => {
  const root = models();
  const long = 'x'.repeat(200_000);
  put(root, { 'models/a/long.txt': `${long}1` });
  await run(root);
  expect(await run(root)).toEqual({ rendered: [], written: NOTHING });
  put(root, { 'models/a/long.txt': `${long}2` });
  expect((await run(root)).rendered).toEqual(['a']);
});

test('other thresholds render everything again', async () => {
  const root = models();
  await run(root);
  const limits = {
    ...thresholds,
    limited: {
      ...thresholds.limited,
      all: { ...thresholds.limited.all, serving: { ...thresholds.limited.all.serving, errorRate: 0.005 } },
    },
  };
  expect((await run(root, { limits })).rendered).toEqual(['a', 'b', 'c']);
  expect(onDisk(root)).toEqual(await truth(root, { limits }));
});

test('a file of the training code that a declaration imports counts like any other', async () => {
  const root = models();
  put(root, {
    'models/a/model.ts': `import { s } from './training/s.ts';\n${declaration('a').replace('scrapeSeconds: 30', 'scrapeSeconds: s')}`,
    'models/a/training/s.ts': 'export const s = 30;\n',
  });
  await run(root);
  put(root, { 'models/a/training/s.ts': 'export const s = 40;\n' });
  expect((await run(root)).rendered).toEqual(['a']);
  expect(onDisk(root)).toEqual(await truth(root));
});

test('a declaration that can read anything, because it uses a module of Node, is rendered every time', async () => {
  const root = models();
  put(root, {
    'models/a/model.ts': `import { readFileSync } from 'node:fs';\n${declaration('a').replace('scrapeSeconds: 30', `scrapeSeconds: Number(readFileSync(${JSON.stringify(path.join(root, 'seconds'))}, 'utf8'))`)}`,
    seconds: '30',
  });
  await run(root);
  put(root, { seconds: '50' });
  expect((await run(root)).rendered).toEqual(['a']);
  expect(onDisk(root)).toEqual(await truth(root));
});

test('what changes while a run reads it is rendered again by the next', async () => {
  const root = models();
  await run(root, {
    whileRunning: () => {
      put(root, { 'models/a/model.ts': declaration('a', 45) });
    },
  });
  expect((await run(root)).rendered).toEqual(['a']);
  expect(onDisk(root)).toEqual(await truth(root));
});

test('two repositories that share their installed packages do not share what was rendered', async () => {
  const one = models();
  const other = models();
  put(other, { 'models/a/card.yaml': 'other\n' });
  mkdirSync(path.join(one, 'node_modules'));
  symlinkSync(path.join(one, 'node_modules'), path.join(other, 'node_modules'), 'dir');
  await run(one);
  expect((await run(other)).rendered).toEqual(['a', 'b', 'c']);
  expect(await run(one)).toEqual({ rendered: [], written: NOTHING });
  expect(onDisk(other)).toEqual(await truth(other));
});
