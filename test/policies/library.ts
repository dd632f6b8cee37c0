import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CheckResult } from '../../lib/contracts/check.ts';
import { isPlatformCheck } from '../../lib/contracts/platform-check.ts';
import { answersOf, resultsOf } from '../../lib/policy/answers.ts';
import { loadBundle, type Bundle } from '../../lib/policy/bundle.ts';
import { evaluate } from '../../lib/policy/evaluate.ts';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { BASE_SAMPLE } from '../../lib/policy/samples.ts';
import { serialise } from '../../lib/policy/serialise.ts';
import { SpareMemory } from '../../lib/policy/spare-memory.ts';

export const repository = path.resolve(import.meta.dirname, '../..');
export const policies = workTreePolicies(repository);

/** The committed policies, evaluated in this thread: thousands of evaluations in a row need no worker and no deadline. */
export interface Library {
  readonly bundle: Bundle;
  /**
   * One result a check.
   * @throws UserErrors of `resultsOf` when an answer is not in order
   */
  readonly evaluate: (input: unknown) => readonly CheckResult[];
  /** One check's result, whatever the others say. */
  readonly evaluateOne: (code: string, input: unknown) => CheckResult;
}

/** Checks that are asked about an input, which is a unit's or that of what is none. */
export function checksAbout({ checks }: Pick<Bundle, 'checks'>, input: unknown): Bundle['checks'] {
  const platform = typeof input === 'object' && input !== null && 'platform' in input;
  return checks.filter((check) => isPlatformCheck(check) === platform);
}

export async function library(): Promise<Library> {
  const bundle = await loadBundle(policies);
  const memories = new SpareMemory(1024);
  const outputOf = (input: unknown) => evaluate(bundle.module, memories, serialise(input, 'sample'));
  return {
    bundle,
    evaluate: (input) => resultsOf(outputOf(input), checksAbout(bundle, input), 'sample'),
    evaluateOne: (code, input) => {
      const roster = bundle.checks.filter((check) => check.code === code);
      const [result] = resultsOf(answersOf(outputOf(input), [code]), roster, 'sample');
      if (result === undefined) throw new Error(`${code} is not on the roster`);
      return result;
    },
  };
}

/** The clean gate input that samples and mutations start from. */
export async function baseSample(): Promise<unknown> {
  return JSON.parse(await readFile(path.join(repository, BASE_SAMPLE), 'utf8'));
}
