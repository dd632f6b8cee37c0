import Type from 'typebox';
import { closed } from '../contracts/common.ts';
import { parse, type Of } from '../contracts/schema.ts';
import { UserError, messageOf } from '../errors.ts';
import { applyPatch, PatchOperation } from './json-patch.ts';
import { POLICIES, readText, type PolicySource } from './policy-source.ts';
import type { CheckSource } from './roster.ts';

const Subjects = Type.Array(Type.String());

/** `samples/allowed.json` or `samples/denied.json` of a check. */
export const Sample = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    /** What differs from `policies/samples/base.json`. */
    patch: Type.Array(PatchOperation),
    /** The check's word on it. */
    expect: Type.Object(
      {
        passed: Type.Optional(Subjects),
        failed: Type.Optional(Subjects),
        inconclusive: Type.Optional(Subjects),
        not_applicable: Type.Optional(Type.String()),
      },
      closed,
    ),
  },
  closed,
);
export type Sample = Of<typeof Sample>;

/** The gate input that all samples are patches of. */
export const BASE_SAMPLE = `${POLICIES}/samples/base.json`;

/**
 * Reads one sample of a check.
 * @throws UserError `sample.not_json`; UserErrors `schema.invalid`
 */
export async function readSample(source: PolicySource, { folder }: CheckSource, kind: 'allowed' | 'denied'): Promise<Sample> {
  const file = `${folder}/samples/${kind}.json`;
  return parse(Sample, await readJson(source, file), file);
}

/** The gate input that a sample describes. */
export async function sampleInput(source: PolicySource, sample: Sample, where: string): Promise<unknown> {
  const base = await readJson(source, BASE_SAMPLE);
  try {
    return applyPatch(base, sample.patch);
  } catch (cause) {
    throw new UserError(
      'sample.cannot_apply',
      `${where}: ${messageOf(cause)} in ${BASE_SAMPLE}; expected a patch that applies`,
      'Correct the path.',
      { cause },
    );
  }
}

async function readJson(source: PolicySource, file: string): Promise<unknown> {
  const text = await readText(source, file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError('sample.not_json', `${file}: ${messageOf(cause)}; expected JSON`, 'Correct the file.', { cause });
  }
}
