import Type from 'typebox';
import { Fact } from '../contracts/check.ts';
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
    /** Which file of `policies/samples/` it is a change of. @default base */
    base: Type.Optional(Type.String({ pattern: '^[a-z]+$' })),
    /** What differs from it. */
    patch: Type.Array(PatchOperation),
    /** The check's word on it. */
    expect: Type.Object(
      {
        passed: Type.Optional(Subjects),
        failed: Type.Optional(Subjects),
        inconclusive: Type.Optional(Subjects),
        not_applicable: Type.Optional(Type.String()),
        /** Everything that it shows, subject by subject. */
        facts: Type.Optional(Type.Record(Type.String(), Fact)),
      },
      closed,
    ),
  },
  closed,
);
export type Sample = Of<typeof Sample>;

/** A sample that a check has no use for, and why. */
const LeftOut = Type.Object({ left_out: Type.String({ minLength: 10 }) }, closed);

const Edge = Type.Union([Sample, LeftOut]);

/**
 * `samples/edges.json` of a check: where carelessness would let something through. What is absent, of a wrong type or just beyond a limit is
 * never proven; what lies on the limit is.
 */
export const Edges = Type.Object({ absent: Edge, wrong_type: Edge, on_limit: Edge, beyond_limit: Edge }, closed);
export type Edges = Of<typeof Edges>;

/** All samples that a check can have. */
export const SAMPLE_KINDS = ['allowed', 'denied', 'absent', 'wrong_type', 'on_limit', 'beyond_limit'] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** The gate input that samples are patches of, unless they name another file beside it. */
export const BASE_SAMPLE = `${POLICIES}/samples/base.json`;

/**
 * Reads one sample of a check.
 * @throws UserError `sample.not_json`; UserErrors `schema.invalid`
 */
export async function readSample(source: PolicySource, { folder }: CheckSource, kind: 'allowed' | 'denied'): Promise<Sample> {
  const file = `${folder}/samples/${kind}.json`;
  return parse(Sample, await readJson(source, file), file);
}

/**
 * Reads all samples of a check that are there, those that are left out with their reasons.
 * @param files paths that exist; without `samples/edges.json` the edges are missing from the answer
 * @throws as `readSample`
 */
export async function readSamples(
  source: PolicySource,
  check: CheckSource,
  files: readonly string[],
): Promise<readonly { readonly kind: SampleKind; readonly where: string; readonly sample: Sample | string }[]> {
  const file = `${check.folder}/samples/edges.json`;
  const edges = files.includes(file) ? parse(Edges, await readJson(source, file), file) : {};
  const ends = (['allowed', 'denied'] as const).map(async (kind) => ({
    kind,
    where: `${check.folder}/samples/${kind}.json`,
    sample: await readSample(source, check, kind),
  }));
  const others = (Object.entries(edges) as readonly [SampleKind, Of<typeof Edge>][]).map(([kind, edge]) => ({
    kind,
    where: `${file}#/${kind}`,
    sample: 'left_out' in edge ? edge.left_out : edge,
  }));
  return [...(await Promise.all(ends)), ...others];
}

/** The gate input that a sample describes. */
export async function sampleInput(source: PolicySource, sample: Sample, where: string): Promise<unknown> {
  const file = sample.base === undefined ? BASE_SAMPLE : `${POLICIES}/samples/${sample.base}.json`;
  const base = await readJson(source, file);
  try {
    return applyPatch(base, sample.patch);
  } catch (cause) {
    throw new UserError(
      'sample.cannot_apply',
      `${where}: ${messageOf(cause)} in ${file}; expected a patch that applies`,
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
