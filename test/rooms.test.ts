import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const lib = path.join(root, 'lib');

/** What a room may import beside packages, `contracts/` and the files that lie directly in `lib/`. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  contracts: [],
  constructs: [],
  synth: ['constructs'],
  evidence: [],
  diff: [],
  import: ['evidence', 'statistics'],
  audit: ['evidence'],
  policy: [],
  gate: ['diff', 'statistics'],
  report: [],
  publish: [],
  release: [],
  statistics: [],
  workflows: [],
  jobs: ['statistics'],
  cli: [
    'constructs',
    'synth',
    'evidence',
    'policy',
    'gate',
    'report',
    'publish',
    'release',
    'jobs',
    'import',
    'workflows',
    'diff',
    'audit',
  ],
};

/** Packages and modules that touch disk, network, clock or processes, and the rooms that may. */
const EFFECTS = /^node:(fs|fs\/promises|child_process|http|https|net|worker_threads|os)$/;
const EFFECTFUL = ['synth', 'evidence', 'audit', 'policy', 'publish', 'jobs', 'cli'];

function filesUnder(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name));
}

function imports(file: string): readonly string[] {
  const source = readFileSync(file, 'utf8');
  const found = source.matchAll(/(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g);
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

const room = (file: string): string => {
  const [first = '', ...rest] = path.relative(lib, file).split(path.sep);
  return rest.length === 0 ? '' : first;
};

test('every room of lib/ is on the map', () => {
  const rooms = readdirSync(lib, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(rooms.filter((name) => !(name in ALSO))).toEqual([]);
});

test('a room imports packages, contracts, errors and what the map allows, so that data flows one way', () => {
  const crossings = filesUnder(lib, '.ts').flatMap((file) => {
    const from = room(file);
    return imports(file)
      .filter((target) => target.startsWith('.'))
      .map((target) => room(path.resolve(path.dirname(file), target)))
      .filter((to) => from !== '' && to !== from && to !== '' && to !== 'contracts' && !(ALSO[from] ?? []).includes(to))
      .map((to) => `${path.relative(root, file)} imports ${to}/`);
  });
  expect(crossings).toEqual([]);
});

test('only the rooms at the edge import modules that touch the world', () => {
  const touching = filesUnder(lib, '.ts').flatMap((file) =>
    imports(file)
      .filter((target) => EFFECTS.test(target) && room(file) !== '' && !EFFECTFUL.includes(room(file)))
      .map((target) => `${path.relative(root, file)} imports ${target}`),
  );
  expect(touching).toEqual([]);
});

test('models import the framework only by its name', () => {
  const others = filesUnder(path.join(root, 'models'), '.ts').flatMap((file) =>
    imports(file)
      .filter((target) => target !== 'modelgate' && target !== 'constructs')
      .map((target) => `${path.relative(root, file)} imports ${target}`),
  );
  expect(others).toEqual([]);
});
