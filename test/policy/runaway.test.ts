import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../lib/policy/engine.ts';
import { bytes, CLEAN, mistakes, withRego } from './support.ts';

/** Ways never to end, or to take everything: each the body of a rule. */
const RUNAWAYS: readonly string[] = [
  'some a in xs; some b in xs; some c in xs; a < b; b < c; c < a',
  'xs[_]; xs[_]; xs[_]; xs[_]; false',
  'some a, b in xs; some c, d in xs; some e, f in xs; a + b + c + d + e + f < 0',
  'every a in xs { some b in xs; some c in xs; a + b + c < 0 }',
  'count({[a, b, c] | some a in xs; some b in xs; some c in xs}) == 0',
  'count([1 | xs[_]; xs[_]; xs[_]]) == 0',
  'sum([p | some a in xs; some b in xs; xs[_]; p := a * b]) < 0',
  'count({x: y | some x in xs; some y in [z | xs[_]; some z in [1]]; xs[_]; xs[_]; false}) == 1',
  'some a in xs; some b in xs; some c in xs; concat("", [format_int(a, 2), format_int(b, 2), format_int(c, 2)]) == "x"',
  'some a in xs; some b in xs; some c in xs; sprint := json.marshal([a, b, c]); sprint == ""',
  'some a in xs; some b in xs; some c in xs; contains(json.marshal([a, b, c]), "x")',
  'some a in xs; some b in xs; some c in xs; regex.match("^(0+)+$", format_int(a * b * c, 2)); false',
  'some a in xs; some b in xs; startswith(concat("", [s | some n in xs; s := format_int(n + a + b, 10)]), "x")',
  'some a in xs; some b in xs; count(split(concat(",", [s | some n in xs; s := format_int(n, 10)]), ",")) == a - b - 1000000',
  'some a in xs; some b in xs; sort([n | some n in xs])[0] == a + b + 1',
  'some a in xs; some b in xs; max(xs) == 0 - a - b',
  'some a in xs; some b in xs; {n | some n in xs} == {a, b}',
  'some a in xs; some b in xs; array.concat(xs, [a]) == [b]',
  'some a in xs; some b in xs; object.union({format_int(n, 10): n | some n in xs}, {"a": a}) == {"b": b}',
  'some a in xs; some b in xs; walk([xs, a], [_, value]); value == 0 - b',
  'some a in xs; some b in xs; count(numbers.range(1, 5000)) == a + b + 10000000',
  'some a in xs; some b in xs; base64.encode(concat("", [s | some n in xs; s := format_int(n + a + b, 10)])) == ""',
  'count(numbers.range(1, 1000000000)) == 0',
  'some i in numbers.range(1, 10000000000); i == -1',
  'count([s | some n in xs; s := concat("", [t | xs[_]; t := format_int(n, 2)])]) == 0',
];

test('25 policies that never end or take everything are stopped in time, and the next unit is right', { timeout: 240_000 }, async () => {
  expect(new Set(RUNAWAYS).size).toBe(25);
  const rules = RUNAWAYS.map((body, index) => `passed contains "card" if {\n\tinput.hostile == ${String(index)}\n\t${body}\n}`);
  const bundle = await withRego(`xs := numbers.range(1, 5000)\n\n${rules.join('\n\n')}`);
  const deadlineMs = 300;
  const engine = createEngine(bundle, { workers: 1, deadlineMs });
  onTestFinished(() => engine.close());
  const statuses = (results: Awaited<ReturnType<typeof engine.evaluate>>) => results.map(({ code, status }) => [code, status]);
  const sound = statuses(await engine.evaluate(bytes(CLEAN)));
  const stopped: string[] = [];
  for (const index of RUNAWAYS.keys()) {
    const started = performance.now();
    const found = await mistakes(engine.evaluate(bytes({ ...CLEAN, card: null, hostile: index }), 'evil/prod'));
    // Three times what a calm machine was seen to need: this one may be busy.
    expect(performance.now() - started, RUNAWAYS[index]).toBeLessThan(deadlineMs + 750);
    stopped.push(...found.map((mistake) => mistake.split(' ')[0] ?? ''));
    expect(statuses(await engine.evaluate(bytes(CLEAN), 'churn/prod')), RUNAWAYS[index]).toEqual(sound);
  }
  expect(stopped).toHaveLength(25);
  // Those that take everything run into whichever bound comes first.
  expect(stopped.filter((code) => code !== 'policy.deadline' && code !== 'policy.memory')).toEqual([]);
});
