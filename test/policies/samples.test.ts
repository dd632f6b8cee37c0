import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { CheckResult } from '../../lib/contracts/check.ts';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { resultsOf } from '../../lib/policy/answers.ts';
import { findOpa } from '../../lib/policy/find-opa.ts';
import { readRoster } from '../../lib/policy/roster.ts';
import { IGNORE_DATA, run } from '../../lib/policy/run-opa.ts';
import { readSample, sampleInput, type Sample } from '../../lib/policy/samples.ts';
import { library, policies, repository, type Library } from './library.ts';

interface Case {
  readonly name: string;
  readonly code: string;
  readonly kind: 'allowed' | 'denied';
  readonly sample: Sample;
  readonly input: unknown;
}

async function readCases(): Promise<readonly Case[]> {
  const roster = await readRoster(policies);
  const kinds = ['allowed', 'denied'] as const;
  const read = roster.flatMap((check) =>
    kinds.map(async (kind): Promise<Case> => {
      const sample = await readSample(policies, check, kind);
      const name = `${check.folder}/samples/${kind}.json`;
      return { name, code: check.check.code, kind, sample, input: await sampleInput(policies, sample, name) };
    }),
  );
  return await Promise.all(read);
}

/** What the compiler itself makes of every sample, in one run. */
async function natively(cases: readonly Case[], { bundle }: Library): Promise<ReadonlyMap<string, readonly CheckResult[]>> {
  const opa = await findOpa({ env: process.env, log: (text) => process.stderr.write(text) });
  const query = '{name: report | some name, sample in input; report := data.main.report with input as sample}';
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'samples');
  await writeFile(file, JSON.stringify(Object.fromEntries(cases.map(({ name, input }) => [name, input]))));
  const args = ['eval', '--format', 'raw', '--input', file, '--data', 'policies', ...IGNORE_DATA, '--ignore', '*_test.rego', query];
  const { code, stdout, stderr } = await run(opa.path, args, { cwd: repository });
  if (code !== 0) throw new Error(`opa eval: ${stderr}`);
  const reports = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  return new Map(Object.entries(reports).map(([name, report]) => [name, resultsOf([{ result: report }], bundle.checks, name)]));
}

/** Quotients differ in their last digit between the two, and sets have no order. Subjects are compared exactly. */
function comparable(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(9));
  if (Array.isArray(value)) return value.map(comparable).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, comparable(inner)]));
}

describe('samples', () => {
  let cases: readonly Case[] = [];
  let compiled: Library | undefined;

  beforeAll(async () => {
    cases = await readCases();
    compiled = await library();
  });

  const evaluate = (input: unknown) => {
    if (compiled === undefined) throw new Error('the policies are loaded before the tests');
    return compiled.evaluate(input);
  };

  test('each is a gate input, so that it could happen', () => {
    const odd = cases.map(({ name, input }) => [name, problems(GateInput, input)] as const).filter(([, found]) => found.length > 0);
    expect(odd).toEqual([]);
  });

  test('each gets the answer that it expects, subject by subject', () => {
    const seen = cases.map(({ name, code, sample, input }) => {
      const result = evaluate(input).find((one) => one.code === code);
      const { passed, failed, inconclusive, not_applicable: reason } = sample.expect;
      return [
        name,
        {
          ...(passed === undefined ? {} : { passed: result?.passed }),
          ...(failed === undefined ? {} : { failed: result?.failed }),
          ...(inconclusive === undefined ? {} : { inconclusive: result?.inconclusive }),
          ...(reason === undefined ? {} : { not_applicable: result?.reason }),
        },
      ] as const;
    });
    expect(seen).toEqual(cases.map(({ name, sample }) => [name, sample.expect]));
  });

  test('allowed ones pass or do not apply, denied ones do neither', () => {
    const wrong = cases.filter(({ code, kind, input }) => {
      const status = evaluate(input).find((one) => one.code === code)?.status;
      const lets = status === 'pass' || status === 'not_applicable';
      return lets !== (kind === 'allowed');
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  // Native OPA judges about 200 samples by all checks: half a minute on an idle machine.
  test('native OPA and WebAssembly say the same of each, every check included', { timeout: 300_000 }, async () => {
    if (compiled === undefined) throw new Error('the policies are loaded before the tests');
    const native = await natively(cases, compiled);
    expect(native.size).toBe(cases.length);
    for (const { name, input } of cases) {
      expect(comparable(evaluate(input)), name).toEqual(comparable(native.get(name)));
    }
  });
});
