import { readText, type PolicySource } from '../policy-source.ts';
import type { CheckSource } from '../roster.ts';
import { readSamples, sampleInput, type Sample } from '../samples.ts';

/** The samples of one check as Rego, so that a mutant has to answer them too. */
export interface SampleTests {
  /** Package that holds the gate inputs: all mutants of the check share it. */
  readonly inputs: string;
  /** Tests of the mutant in package `data.mutants.<name>`, for the end of its test file. */
  readonly testsOf: (name: string) => string;
}

/**
 * Reads the samples of a check. JSON is Rego as it stands.
 * @param files paths that exist
 * @param name of the package of inputs, below `sampled`
 * @throws what reading a sample throws
 */
export async function sampleTests(source: PolicySource, check: CheckSource, files: readonly string[], name: string): Promise<SampleTests> {
  const samples = (await readSamples(source, check, files)).flatMap(({ kind, where, sample }) =>
    typeof sample === 'string' ? [] : [{ kind, where, sample }],
  );
  const inputs = await Promise.all(
    samples.map(async ({ kind, where, sample }) => `${kind} := ${JSON.stringify(await sampleInput(source, sample, where))}`),
  );
  const decides = !/^inconclusive\b/m.test(await readText(source, check.check.path));
  return {
    inputs: [`package sampled.${name}`, ...inputs, ''].join('\n\n'),
    testsOf: (mutant) =>
      samples.map(({ kind, sample }) => test(kind, sample, decides, `data.mutants.${mutant}`, `data.sampled.${name}.${kind}`)).join('\n'),
  };
}

/** @param decides whether the check has no word for subjects that nobody can decide: a name that is nowhere does not compile */
function test(kind: string, { expect }: Sample, decides: boolean, rules: string, input: string): string {
  const { passed, failed, inconclusive, not_applicable: reason, facts } = expect;
  const undecided = decides ? 'set()' : `${rules}.inconclusive`;
  const asked = [
    ...(passed === undefined ? [] : [`${rules}.passed == ${set(passed)}`]),
    ...(failed === undefined ? [] : [`(${rules}.required - ${rules}.passed) - ${undecided} == ${set(failed)}`]),
    ...(inconclusive === undefined ? [] : [`${undecided} == ${set(inconclusive)}`]),
    ...(reason === undefined ? [] : [`${rules}.not_applicable == ${JSON.stringify(reason)}`]),
    ...(facts === undefined ? [] : [factsAre(rules, facts)]),
  ];
  return `test_sample_${kind} if {\n${asked.map((one) => `\t${one} with input as ${input}\n`).join('')}}\n`;
}

const set = (subjects: readonly string[]): string =>
  subjects.length === 0 ? 'set()' : `{${subjects.map((one) => JSON.stringify(one)).join(', ')}}`;

/** Facts hold what the compiled policies say. There a set is a list in any order; once it is JSON, native OPA has it sorted. */
function factsAre(rules: string, facts: Sample['expect']['facts']): string {
  const written = [facts, sorted(facts)].map((value) => `json.unmarshal(${JSON.stringify(JSON.stringify(value))})`);
  return `json.unmarshal(json.marshal(${rules}.facts)) in [${written.join(', ')}]`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]));
}
