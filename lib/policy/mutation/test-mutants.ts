import { mkdtemp, readFile, rm, symlink, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../errors.ts';
import type { Opa } from '../find-opa.ts';
import { packageOf } from '../metadata.ts';
import { CAPABILITIES, isCompiled, listPolicies, POLICIES, workTreePolicies } from '../policy-source.ts';
import { IGNORE_DATA, run } from '../run-opa.ts';
import { readRoster, type CheckSource } from '../roster.ts';
import { sampleTests } from './sample-tests.ts';
import { mutantsOf, type Mutant } from './mutants.ts';

/** What became of one mutant. */
export interface TestedMutant extends Omit<Mutant, 'text'> {
  /** The source that was changed. */
  readonly path: string;
  /** `killed`: a test of its package failed. `survived`: all passed. `stillborn`: it does not compile, so nobody could have written it. */
  readonly fate: Fate;
}

export type Fate = 'killed' | 'survived' | 'stillborn';

/** Compiled together: more would cost memory, fewer the start of the compiler more often. */
const TOGETHER = 150;
/** Compilers at a time. Each collects its garbage beside itself. */
const AT_ONCE = 2;
/** How much the compiler's heap may grow between collections, in percent: they cost it half of its time otherwise. */
const SELDOM = '400';

interface Prepared {
  readonly path: string;
  /** null for the source as it is: its tests have to pass, else nothing that fails says anything. */
  readonly mutant: Mutant | null;
  /** Package of the mutant, below `mutants`. */
  readonly name: string;
  readonly source: string;
  readonly tests: string;
  /** What its tests judge beside: the same for all mutants of a source. */
  readonly inputs: string;
}

/**
 * Changes every source of the policies in every way that `mutantsOf` knows and runs the tests beside it: each mutant is a package of its own, and its
 * tests are the source's own tests, turned to it. So hundreds are compiled and run by one `opa test`, and none sees another.
 * @param root folder of the repository
 * @param under files or folders to change, relative to the repository; everything when empty
 * @returns ordered by file and place
 * @throws UserError `mutation.cannot_run` when the compiler fails otherwise than over a mutant; `mutation.fails_already` when a test fails without any change
 */
export async function testMutants(
  root: string,
  opa: Opa,
  under: readonly string[],
  log: (text: string) => void,
): Promise<readonly TestedMutant[]> {
  const policies = workTreePolicies(root);
  const files = await listPolicies(policies);
  const roster = new Map((await readRoster(policies)).map((check) => [check.check.path, check]));
  const sources = files.filter((file) => isCompiled(file) && isUnder(file, under));
  const prepared = (await mapAtOnce(sources, AT_ONCE, (file) => prepare(root, opa, file, files, roster.get(file) ?? null))).flat();
  const batches = chunks(prepared, TOGETHER);
  let done = 0;
  const tested = await mapAtOnce(batches, AT_ONCE, async (batch) => {
    const fates = await testBatch(root, opa, batch);
    done += batch.length;
    log(`${String(done)} of ${String(prepared.length)} mutants tested\n`);
    return fates;
  });
  return tested.flat();
}

/** Whether a file is one of these, or lies in one of them; of no list, everything does. */
export function isUnder(file: string, under: readonly string[]): boolean {
  const folders = under.map((one) => one.replace(/^\.\//, '').replace(/\/+$/, ''));
  return folders.length === 0 || folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
}

async function prepare(
  root: string,
  opa: Opa,
  file: string,
  files: readonly string[],
  check: CheckSource | null,
): Promise<readonly Prepared[]> {
  const { code, stdout, stderr } = await run(opa.path, ['parse', '--format', 'json', '--json-include', 'locations', file], { cwd: root });
  if (code !== 0) throw cannotRun('opa parse', stderr);
  const text = await readFile(path.join(root, file), 'utf8');
  const testFile = file.replace(/\.rego$/, '_test.rego');
  const tests = files.includes(testFile) ? await readFile(path.join(root, testFile), 'utf8') : '';
  const original = packageOf(text, file).name;
  const plain = original.replaceAll('.', '_');
  const samples = check === null ? null : await sampleTests(workTreePolicies(root), check, files, plain);
  return [null, ...mutantsOf(text, JSON.parse(stdout))].map((mutant, index) => {
    const name = `${plain}_${String(index)}`;
    const asked = [turned(tests, original, name), samples?.testsOf(name) ?? ''].join('\n');
    return { path: file, mutant, name, source: moved(mutant?.text ?? text, original, name), tests: asked, inputs: samples?.inputs ?? '' };
  });
}

/** A source as a package below `mutants`. */
const moved = (text: string, original: string, name: string): string =>
  text.replace(new RegExp(`^package ${escaped(original)}$`, 'm'), `package mutants.${name}`);

/** The tests of `original`, turned to a mutant of it. */
function turned(tests: string, original: string, name: string): string {
  const last = original.slice(original.lastIndexOf('.') + 1);
  return tests
    .replace(new RegExp(`^package ${escaped(original)}_test$`, 'm'), `package mutants.${name}_test`)
    .replace(new RegExp(`^import data\\.${escaped(original)}$`, 'm'), `import data.mutants.${name} as ${last}`)
    .replace(new RegExp(`\\bdata\\.${escaped(original)}(?![\\w])`, 'g'), `data.mutants.${name}`);
}

const escaped = (text: string): string => text.replaceAll('.', '\\.');

async function testBatch(root: string, opa: Opa, batch: readonly Prepared[]): Promise<readonly TestedMutant[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-mutants-'));
  try {
    // The compiler reads `policies` and the mutants beside it; paths tell which mutant an error is about.
    await symlink(path.join(root, POLICIES), path.join(folder, POLICIES));
    await mkdir(path.join(folder, 'sampled'));
    for (const [index, inputs] of [...new Set(batch.map((one) => one.inputs))].entries()) {
      if (inputs !== '') await writeFile(path.join(folder, 'sampled', `${String(index)}.rego`), inputs);
    }
    for (const { name, source, tests } of batch) {
      const own = path.join(folder, 'mutants', name);
      await mkdir(own, { recursive: true });
      await writeFile(path.join(own, 'mutant.rego'), source);
      await writeFile(path.join(own, 'mutant_test.rego'), tests);
    }
    const found = await fatesIn(
      folder,
      opa,
      batch.map(({ name }) => name),
    );
    return batch.flatMap(({ path: file, mutant, name }) => {
      const fate = found.get(name) ?? 'survived';
      if (mutant !== null) return [{ path: file, ...place(mutant), fate }];
      if (fate === 'survived') return [];
      throw new UserError(
        'mutation.fails_already',
        `${file}: its tests or samples fail without any change; expected tests that pass`,
        'Run `npx modelgate policy test`.',
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A mutant without its text. */
function place({ operator, rule, row, line, before, after }: Mutant): Omit<Mutant, 'text'> {
  return { operator, rule, row, line, before, after };
}

interface OpaTest {
  readonly package: string;
  readonly fail?: boolean;
  readonly error?: unknown;
}

/** The fates of those that did not survive. */
async function fatesIn(folder: string, opa: Opa, names: readonly string[]): Promise<ReadonlyMap<string, Fate>> {
  const stillborn = new Set<string>();
  for (;;) {
    const living = names.filter((name) => !stillborn.has(name));
    if (living.length === 0) return fates('stillborn', stillborn);
    const { code, stdout, stderr } = await run(
      opa.path,
      [
        'test',
        '-f',
        'json',
        '--max-errors',
        '100000',
        // Arithmetic that a mutant lets run away is stopped, which kills it.
        '--timeout',
        '3s',
        '--run',
        '^data\\.mutants\\.',
        '--capabilities',
        CAPABILITIES,
        ...IGNORE_DATA,
        POLICIES,
        'sampled',
      ].concat(living.map((name) => `mutants/${name}`)),
      { cwd: folder, env: { ...process.env, GOGC: SELDOM } },
    );
    if ((code === 0 || code === 2) && stdout !== '') {
      const failed = ((JSON.parse(stdout) ?? []) as readonly OpaTest[]).filter(({ fail, error }) => fail === true || error !== undefined);
      const killed = failed.map((test) => test.package.replace(/^data\.mutants\./, '').replace(/_test$/, ''));
      return new Map([...fates('stillborn', stillborn), ...fates('killed', killed)]);
    }
    // The compiler names errors of one kind before those of the next, so it is asked again without those it named.
    const wrong = new Set([...stderr.matchAll(/mutants\/(\w+)\//g)].map(([, name = '']) => name));
    const named = living.filter((name) => wrong.has(name));
    for (const name of named) stillborn.add(name);
    if (named.length > 0) continue;
    // Of some errors it does not say where they are: then halves are asked, down to one.
    const [only, ...others] = living;
    if (only === undefined || !/^\d+ errors? occurred/.test(stderr)) throw cannotRun('opa test', stderr);
    if (others.length === 0) return fates('stillborn', names);
    const middle = Math.ceil(living.length / 2);
    const halves = [await fatesIn(folder, opa, living.slice(0, middle)), await fatesIn(folder, opa, living.slice(middle))];
    return new Map([...fates('stillborn', stillborn), ...halves.flatMap((half) => [...half])]);
  }
}

function fates(fate: Fate, names: Iterable<string>): ReadonlyMap<string, Fate> {
  return new Map([...names].map((name) => [name, fate]));
}

function cannotRun(command: string, said: string, cause?: unknown): UserError {
  return new UserError(
    'mutation.cannot_run',
    `${POLICIES}: \`${command}\` failed; expected policies that compile:\n${said.trim()}`,
    'Correct the Rego; `npx modelgate policy lint` says more.',
    cause === undefined ? {} : { cause },
  );
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** Like `Promise.all` over a map, a few at a time, in order. */
async function mapAtOnce<T, R>(items: readonly T[], atOnce: number, job: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await job(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
