import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CheckResult } from '../../lib/contracts/check.ts';
import { resultsOf } from '../../lib/policy/answers.ts';
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
}

export async function library(): Promise<Library> {
  const bundle = await loadBundle(policies);
  const memories = new SpareMemory(1024);
  return {
    bundle,
    evaluate: (input) => resultsOf(evaluate(bundle.module, memories, serialise(input, 'sample')), bundle.checks, 'sample'),
  };
}

/** The clean gate input that samples and mutations start from. */
export async function baseSample(): Promise<unknown> {
  return JSON.parse(await readFile(path.join(repository, BASE_SAMPLE), 'utf8'));
}
