import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { PlatformInput } from '../../lib/contracts/platform-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { resultsOf } from '../../lib/policy/answers.ts';
import { findOpa } from '../../lib/policy/find-opa.ts';
import { readRoster } from '../../lib/policy/roster.ts';
import { IGNORE_DATA, run } from '../../lib/policy/run-opa.ts';
import { readSamples, SAMPLE_KINDS, sampleInput, type Sample, type SampleKind } from '../../lib/policy/samples.ts';
import { listPolicies } from '../../lib/policy/policy-source.ts';
import { checksAbout, library, policies, repository, type Library } from './library.ts';

interface Case {
  readonly name: string;
  readonly code: string;
  readonly kind: SampleKind;
  readonly sample: Sample;
  readonly input: unknown;
}

/** Every sample that is there, and those that a check lacks or leaves out without a reason of its own. */
async function readCases(): Promise<{ readonly cases: readonly Case[]; readonly lacking: readonly string[] }> {
  const roster = await readRoster(policies);
  const files = await listPolicies(policies);
  const read = await Promise.all(
    roster.map(async (check) => {
      const samples = await readSamples(policies, check, files);
      const lacking = SAMPLE_KINDS.filter((kind) => !samples.some((one) => one.kind === kind));
      const cases = samples.flatMap(({ kind, where, sample }) =>
        typeof sample === 'string' ? [] : [{ name: where, code: check.check.code, kind, sample }],
      );
      return {
        cases: await Promise.all(cases.map(async (one): Promise<Case> => ({ ...one, input: await sampleInput(policies, one.sample, one.name) }))),
        lacking: lacking.map((kind) => `${check.check.code} ${kind}`),
      };
    }),
  );
  return { cases: read.flatMap(({ cases }) => cases), lacking: read.flatMap(({ lacking }) => lacking) };
}

/** One check's answer, as `policies/main` puts it together. */
const ANSWER = `{name: answer |
  some name, one in input
  sample := one.sample
  check := data.rules[one.topic][one.check] with input as sample
  answer := {
    "required": check.required, "passed": check.passed, "inconclusive": object.get(check, "inconclusive", []),
    "facts": check.facts, "not_applicable": object.get(check, "not_applicable", null),
  }
}`;
const REPORT = '{name: report | some name, one in input; sample := one.sample; report := data.main.report with input as sample}';

/** What the compiler itself makes of samples, in one run. */
async function natively(cases: readonly Case[], query: string): Promise<Readonly<Record<string, unknown>>> {
  const opa = await findOpa({ env: process.env, log: (text) => process.stderr.write(text) });
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'samples');
  const asked = cases.map(({ name, code, input }) => {
    const [topic, check] = code.split('.');
    return [name, { topic, check, sample: input }] as const;
  });
  await writeFile(file, JSON.stringify(Object.fromEntries(asked)));
  const args = ['eval', '--format', 'raw', '--input', file, '--data', 'policies', ...IGNORE_DATA, '--ignore', '*_test.rego', query];
  const { code, stdout, stderr } = await run(opa.path, args, { cwd: repository });
  if (code !== 0) throw new Error(`opa eval: ${stderr}`);
  const answers = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  expect(Object.keys(answers)).toHaveLength(cases.length);
  return answers;
}

/** Quotients differ in their last digit between the two, and sets have no order. Subjects are compared exactly. */
function comparable(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(9));
  if (Array.isArray(value)) return value.map(comparable).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, comparable(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe('samples', () => {
  let cases: readonly Case[] = [];
  let lacking: readonly string[] = [];
  let compiled: Library | undefined;

  beforeAll(async () => {
    ({ cases, lacking } = await readCases());
    compiled = await library();
  });

  const loaded = (): Library => {
    if (compiled === undefined) throw new Error('the policies are loaded before the tests');
    return compiled;
  };
  /** Samples that everybody may look at, and those that only their check is asked about: another would stumble over them. */
  const ends = () => cases.filter(({ kind }) => kind === 'allowed' || kind === 'denied');
  const edges = () => cases.filter(({ kind }) => kind !== 'allowed' && kind !== 'denied');

  test('every check has six, or says why one of them is left out', () => {
    expect(lacking).toEqual([]);
    expect(cases.length).toBeGreaterThan(400);
  });

  test('each that could happen is a gate input: the others are of a type that the schema refuses as well', () => {
    const possible = cases.filter(({ kind }) => kind !== 'absent' && kind !== 'wrong_type');
    const schema = (sample: Sample) => (sample.base === undefined ? GateInput : PlatformInput);
    const odd = possible.map(({ name, sample, input }) => [name, problems(schema(sample), input)] as const).filter(([, found]) => found.length > 0);
    expect(odd).toEqual([]);
  });

  test('each gets the answer that it expects, subject by subject', () => {
    const seen = cases.map(({ name, code, sample, input }) => {
      const result = loaded().evaluateOne(code, input);
      const { passed, failed, inconclusive, not_applicable: reason, facts } = sample.expect;
      return [
        name,
        {
          ...(passed === undefined ? {} : { passed: result.passed }),
          ...(failed === undefined ? {} : { failed: result.failed }),
          ...(inconclusive === undefined ? {} : { inconclusive: result.inconclusive }),
          ...(reason === undefined ? {} : { not_applicable: result.reason }),
          ...(facts === undefined ? {} : { facts: result.facts }),
        },
      ] as const;
    });
    expect(seen).toEqual(cases.map(({ name, sample }) => [name, sample.expect]));
  });

  test('what is allowed or on a limit passes or does not apply; what is denied, absent, of a wrong type or beyond a limit does neither', () => {
    const wrong = cases.filter(({ code, kind, input }) => {
      const { status } = loaded().evaluateOne(code, input);
      const lets = status === 'pass' || status === 'not_applicable';
      return lets !== (kind === 'allowed' || kind === 'on_limit');
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  // Native OPA judges about 200 samples by all checks: half a minute on an idle machine.
  test('native OPA and WebAssembly say the same of each, every check included', { timeout: 300_000 }, async () => {
    const { evaluate, bundle } = loaded();
    const native = await natively(ends(), REPORT);
    for (const { name, input } of ends()) {
      expect(comparable(evaluate(input)), name).toEqual(comparable(resultsOf([{ result: native[name] }], checksAbout(bundle, input), name)));
    }
  });

  test('native OPA and WebAssembly say the same at every edge', { timeout: 300_000 }, async () => {
    const { evaluateOne, bundle } = loaded();
    const native = await natively(edges(), ANSWER);
    for (const { name, code, input } of edges()) {
      const roster = bundle.checks.filter((check) => check.code === code);
      const [said] = resultsOf([{ result: { [code]: native[name] } }], roster, name);
      expect(comparable(evaluateOne(code, input)), name).toEqual(comparable(said));
    }
  });
});
