import { expect, onTestFinished, test } from 'vitest';
import { createEngine, type Engine, type EngineOptions } from '../../lib/policy/engine.ts';
import type { Bundle } from '../../lib/policy/bundle.ts';
import { fakeModule } from './fake-module.ts';
import { built, bytes, CLEAN, mistakes, smallRepository, withRego } from './support.ts';

function engineOver(bundle: Pick<Bundle, 'module' | 'checks'>, options?: EngineOptions): Engine {
  const engine = createEngine(bundle, options);
  onTestFinished(() => engine.close());
  return engine;
}

const statuses = (results: Awaited<ReturnType<Engine['evaluate']>>) =>
  Object.fromEntries(results.map(({ code, status }) => [code, status]));
/** For what is measured on a clock: a machine that is busy with other things gets another try. */
const BUSY = { retry: 3 };
const PASSING = { 'card.missing': 'pass', 'drift.above_limit': 'pass', 'metrics.below_floor': 'pass' };

test('every check of the roster answers for a unit, ordered by code, with its facts', async () => {
  const engine = engineOver(await built(await smallRepository()));
  const results = await engine.evaluate(bytes({ ...CLEAN, floors: { f1: 0.95, auc: 0.5 }, scores: { f1: 0.9, auc: 0.7 } }), 'churn/prod');
  expect(results.map(({ code }) => code)).toEqual(['card.missing', 'drift.above_limit', 'metrics.below_floor']);
  expect(results[2]).toEqual({
    code: 'metrics.below_floor',
    status: 'fail',
    passed: ['auc'],
    failed: ['f1'],
    inconclusive: [],
    facts: { auc: { expected: 0.5, observed: 0.7 }, f1: { expected: 0.95, observed: 0.9 } },
    reason: null,
  });
});

test('subjects come sorted by code unit, in whatever order the policies give them', async () => {
  const engine = engineOver(await built(await smallRepository()));
  const names = ['f1', 'F1', 'zeta', 'a', 'f10', 'f2', 'é', '1', 'mcc'];
  const floors = Object.fromEntries(names.map((name) => [name, 1]));
  const results = await engine.evaluate(bytes({ ...CLEAN, floors, scores: {} }));
  expect(results[2]?.failed).toEqual(['1', 'F1', 'a', 'f1', 'f10', 'f2', 'mcc', 'zeta', 'é']);
});

test('a group too small is inconclusive and a check without subjects says why', async () => {
  const engine = engineOver(await built(await smallRepository()));
  const results = await engine.evaluate(bytes({ ...CLEAN, floors: {}, drift: { age: { score: 0.1, n: 10 } } }));
  expect(statuses(results)).toEqual({
    'card.missing': 'pass',
    'drift.above_limit': 'inconclusive',
    'metrics.below_floor': 'not_applicable',
  });
  expect(results[2]?.reason).toBe('no metric has a floor');
});

test.each([
  [
    'one CPU, no memory',
    'xs := numbers.range(1, 5000)\npassed contains "card" if { some a in xs; some b in xs; some c in xs; a < b; b < c; c < a }',
  ],
  ['a walk that never finds', 'xs := numbers.range(1, 5000)\npassed contains "card" if { xs[_]; xs[_]; xs[_]; xs[_]; false }'],
])('a policy that runs for ever (%s) is stopped at the deadline and the next unit is right', BUSY, async (_, rego) => {
  const bundle = await withRego(rego.replace('if {', 'if { input.hostile;'));
  const engine = engineOver(bundle, { workers: 1, deadlineMs: 500 });
  expect(statuses(await engine.evaluate(bytes(CLEAN)))).toEqual(PASSING);
  const started = performance.now();
  const hostile = mistakes(engine.evaluate(bytes({ ...CLEAN, card: null, hostile: true }), 'evil/prod'));
  const next = engine.evaluate(bytes(CLEAN), 'churn/prod');
  // Awaited below, unless the clock fails this try: then the engine closes before it has answered.
  next.catch(() => undefined);
  expect(await hostile).toEqual(['policy.deadline evil/prod: policies ran for more than 500 ms; expected an answer in that time']);
  expect(performance.now() - started).toBeLessThan(500 + 250);
  expect(statuses(await next)).toEqual(PASSING);
});

test('the default deadline is ten seconds', BUSY, async () => {
  const bundle = await withRego(
    'xs := numbers.range(1, 5000)\npassed contains "card" if { input.hostile; some a in xs; some b in xs; some c in xs; a < b; b < c; c < a }',
  );
  const engine = engineOver(bundle, { workers: 1 });
  await engine.evaluate(bytes(CLEAN));
  const started = performance.now();
  expect(await mistakes(engine.evaluate(bytes({ ...CLEAN, card: null, hostile: true }), 'evil/prod'))).toEqual([
    'policy.deadline evil/prod: policies ran for more than 10000 ms; expected an answer in that time',
  ]);
  expect(performance.now() - started).toBeGreaterThan(9990);
  expect(performance.now() - started).toBeLessThan(12_000);
});

test.each([
  ['one large range', 'passed contains "card" if { input.hostile; count(numbers.range(1, 1000000000)) == 0 }'],
  ['many small values', 'passed contains "card" if { input.hostile; some i in numbers.range(1, 10000000000); i == -1 }'],
])('a policy that takes all memory (%s) is one error and the next unit is right', async (_, rego) => {
  const engine = engineOver(await withRego(rego), { workers: 1 });
  const [mistake] = await mistakes(engine.evaluate(bytes({ ...CLEAN, card: null, hostile: true }), 'evil/prod'));
  expect(mistake).toBe("policy.memory evil/prod: policies ran out of memory (opa_malloc: failed); expected less than the engine's bound");
  expect(statuses(await engine.evaluate(bytes(CLEAN)))).toEqual(PASSING);
});

test('an input that is too much for the memory is one error', async () => {
  const engine = engineOver(await built(await smallRepository()), { workers: 1, maxMemoryPages: 32 });
  const [mistake] = await mistakes(engine.evaluate(bytes({ ...CLEAN, filler: new Array(200_000).fill(1) }), 'fat/prod'));
  expect(mistake).toMatch(/^policy\.memory fat\/prod: policies ran out of memory/);
});

test('two values for one key abort with file and row, as one error', async () => {
  const engine = engineOver(await withRego('facts[s] := {"observed": i} if { input.hostile; some s in required; some i in [1, 2] }'), {
    workers: 1,
  });
  const [mistake, ...more] = await mistakes(engine.evaluate(bytes({ ...CLEAN, hostile: true }), 'churn/prod'));
  expect(mistake).toMatch(
    /^policy\.threw policies\/rules\/card\/missing\/missing\.rego:\d+:1: stopped at churn\/prod: object insert conflict; expected/,
  );
  expect(more).toEqual([]);
  expect(statuses(await engine.evaluate(bytes(CLEAN)))).toEqual(PASSING);
});

test('state does not leak: 400 shuffled units, some of them failing, answer as each does alone', async () => {
  const bundle = await withRego('facts[s] := {"observed": i} if { input.hostile; some s in required; some i in [1, 2] }');
  const engine = engineOver(bundle, { workers: 2 });
  const inputs = Array.from({ length: 20 }, (_, i) => ({
    ...CLEAN,
    floors: { [`metric_${String(i)}`]: i / 20 },
    scores: { [`metric_${String(i)}`]: 0.5 },
    card: i % 3 === 0 ? null : { note: 'x'.repeat(i * 100) },
    ...(i % 5 === 0 ? { hostile: true } : {}),
  }));
  const outcome = async (input: unknown) => JSON.stringify(await engine.evaluate(bytes(input)).catch((error: unknown) => String(error)));
  const alone: string[] = [];
  for (const input of inputs) alone.push(await outcome(input));
  expect(new Set(alone).size).toBeGreaterThan(15);
  const order = Array.from({ length: 400 }, (_, i) => (i * 7919) % 20);
  expect(await Promise.all(order.map((i) => outcome(inputs[i])))).toEqual(order.map((i) => alone[i]));
});

test('an engine that nobody closes does not keep the process alive', async () => {
  const threads = () => process.getActiveResourcesInfo().filter((name) => /worker|port/i.test(name));
  const engine = engineOver(await built(await smallRepository()), { workers: 1 });
  const answer = engine.evaluate(bytes(CLEAN));
  expect(threads()).not.toEqual([]);
  await answer;
  expect(threads()).toEqual([]);
});

test('a closed engine says so instead of hanging', async () => {
  const engine = engineOver(await built(await smallRepository()), { workers: 1 });
  const under_way = mistakes(engine.evaluate(bytes(CLEAN), 'churn/prod'));
  await engine.close();
  expect(await under_way).toEqual(['policy.worker_died churn/prod: the engine was closed during the evaluation']);
  await expect(engine.evaluate(bytes(CLEAN))).rejects.toThrow('the engine is closed');
});

test('what a policy prints does not reach stdout, and an output that is no report is an error', async () => {
  const { checks } = await built(await smallRepository());
  const written: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
  onTestFinished(() => {
    process.stdout.write = write;
  });
  const engine = engineOver(
    { module: fakeModule({ text: '::add-mask::everything', deed: 'print', returns: '[]' }), checks },
    { workers: 1 },
  );
  expect(await mistakes(engine.evaluate(bytes(CLEAN), 'churn/prod'))).toEqual([
    'policy.no_report churn/prod: policies returned no report; expected exactly one object with an answer of every check',
  ]);
  await engine.close();
  expect(written.join('')).not.toContain('add-mask');
});

test.each([
  ['null', '[{"result":null}]', 'policy.no_report'],
  ['two results', '[{"result":{}},{"result":{}}]', 'policy.no_report'],
  ['an empty report', '[{"result":{}}]', 'policy.unanswered'],
  ['text that is no JSON', 'true or false', 'policy.threw'],
])('a module that returns %s is an error', async (_, returns, code) => {
  const { checks } = await built(await smallRepository());
  const engine = engineOver({ module: fakeModule({ text: '', deed: 'print', returns }), checks }, { workers: 1 });
  const found = await mistakes(engine.evaluate(bytes(CLEAN), 'churn/prod'));
  expect(found.length).toBeGreaterThan(0);
  for (const mistake of found) expect(mistake.split(' ')[0]).toBe(code);
});

test.each([
  [
    'aborts with file and row',
    'abort',
    'policies/lib/a/a.rego:3:1: var assignment conflict',
    'policies/lib/a/a.rego:3:1: stopped at churn/prod: var assignment conflict',
  ],
  ['aborts with other words', 'abort', 'out of patience', 'churn/prod: policies stopped: out of patience'],
  ['traps', 'trap', '', 'churn/prod: policies stopped: unreachable'],
  ['calls its host', 'ask', '', 'churn/prod: policies stopped: the module asks its host for built-in function 7, and there is none'],
] as const)('a module that %s is one error, and so is the next unit', async (_, deed, text, message) => {
  const { checks } = await built(await smallRepository());
  const engine = engineOver({ module: fakeModule({ text, deed, returns: '[]' }), checks }, { workers: 1 });
  const expected = [`policy.threw ${message}; expected an answer of every check`];
  expect(await mistakes(engine.evaluate(bytes(CLEAN), 'churn/prod'))).toEqual(expected);
  expect(await mistakes(engine.evaluate(bytes(CLEAN), 'churn/prod'))).toEqual(expected);
});

test('only the checks that are asked have to answer, and those have to', async () => {
  const { module, checks } = await withRego('passed contains "stray"');
  const input = bytes({ ...CLEAN });
  expect(await mistakes(engineOver({ module, checks }).evaluate(input))).toHaveLength(1);
  const some = await engineOver({ module, checks }, { only: ['drift.above_limit'] }).evaluate(input);
  expect(some.map(({ code }) => code)).toEqual(['drift.above_limit']);
  expect(await mistakes(engineOver({ module, checks }, { only: ['card.missing'] }).evaluate(input))).toHaveLength(1);
  const none = { module: fakeModule({ text: '', deed: 'print', returns: '[]' }), checks };
  expect(await mistakes(engineOver(none, { only: ['card.missing'] }).evaluate(input))).toHaveLength(1);
});
