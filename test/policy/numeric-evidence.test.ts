import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { compilePolicies } from '../../lib/policy/build.ts';
import { createEngine } from '../../lib/policy/engine.ts';
import { listChecks } from '../../lib/policy/list.ts';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { opa, repository } from './support.ts';

const clean: unknown = JSON.parse(await readFile(path.join(repository, 'policies/samples/base.json'), 'utf8'));

/** JSON pointers of every number below `value`. */
function numbersIn(value: unknown, pointer: string): readonly string[] {
  if (typeof value === 'number') return [pointer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => numbersIn(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
}

const MISSING = Symbol('missing');
const EXTRA = Symbol('a key more');

/** The clean input's JSON text with one value spelt otherwise, gone, or in the company of a key that nobody knows. */
function spelt(pointer: string, spelling: (typeof SPELLINGS)[number]): string {
  const copy = structuredClone(clean);
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop() ?? '';
  let holder = copy as Record<string, unknown>;
  for (const step of steps) holder = holder[step] as Record<string, unknown>;
  if (typeof spelling === 'string') holder[last] = '@@here@@';
  else if (Array.isArray(holder)) holder.splice(Number(last), spelling === MISSING ? 1 : 0, ...(spelling === MISSING ? [] : [0.5]));
  else if (spelling === MISSING) Reflect.deleteProperty(holder, last);
  else holder[`${last}_extra`] = holder[last];
  return JSON.stringify(copy).replace('"@@here@@"', typeof spelling === 'string' ? spelling : '');
}

/** What may stand in a number's place: other types, what overflows, what is out of any range, a unit, nothing, and a key beside it. */
const SPELLINGS = [
  ...['"0.99"', '"NaN"', '""', 'null', 'true', '[]', '{}', '[0.99]', '1e400', '18446744073709551616', '-1e13', '"12 ms"'],
  MISSING,
  EXTRA,
] as const;

/** Numbers that may be anything, each with its reason. */
const FREE: readonly (readonly [RegExp, string])[] = [
  [
    /^\/(stable|candidate)\/release\/training\/hyperparameters\//,
    'settings of the trainer are kept for people; nothing is measured by them',
  ],
  [
    /^\/(stable|candidate)\/evaluation\/drift\/features\/\d+\/(statistic|pValue) Symbol\(missing\)$/,
    'the effect size decides; not every tool that measures drift tests it too',
  ],
];

test('no number of the evidence can be exchanged for something else and still pass', async () => {
  const pointers = numbersIn(clean, '').filter((pointer) => /^\/(stable|candidate)\/(evaluation|release)\//.test(pointer));
  expect(pointers.length).toBeGreaterThan(50);
  expect(SPELLINGS).toHaveLength(14);
  const checks = await listChecks(workTreePolicies(repository));
  const engine = createEngine({ module: new WebAssembly.Module(await compilePolicies(repository, await opa())), checks });
  onTestFinished(() => engine.close());
  const judge = async (text: string) => {
    const value: unknown = JSON.parse(text);
    const [problem] = problems(GateInput, value);
    if (problem !== undefined) return ['schema'];
    let results;
    try {
      results = await engine.evaluate(new TextEncoder().encode(text));
    } catch (thrown) {
      if (thrown instanceof UserError || thrown instanceof UserErrors) return ['engine'];
      throw thrown;
    }
    return results.flatMap(({ code, failed, inconclusive }) => [...failed, ...inconclusive].map((subject) => `${code} ${subject}`));
  };
  expect(await judge(JSON.stringify(clean))).toEqual([]);
  const passed: string[] = [];
  const by = { schema: 0, engine: 0, check: 0 };
  for (const pointer of pointers) {
    for (const spelling of SPELLINGS) {
      const [first] = await judge(spelt(pointer, spelling));
      if (first === undefined) passed.push(`${pointer} ${String(spelling)}`);
      else by[first === 'schema' || first === 'engine' ? first : 'check']++;
    }
  }
  expect(passed.filter((entry) => !FREE.some(([pattern]) => pattern.test(entry)))).toEqual([]);
  // A reason that excuses nothing any more has to go.
  expect(FREE.filter(([pattern]) => !passed.some((entry) => pattern.test(entry)))).toEqual([]);
  // The schemas stand in front, and behind them the checks still have something to say.
  expect(by.schema).toBeGreaterThan(pointers.length * 11);
  expect(by.check).toBeGreaterThan(0);
});
