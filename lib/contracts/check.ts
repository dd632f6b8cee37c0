import Type from 'typebox';
import { closed } from './common.ts';
import type { Of } from './schema.ts';

/** A check as its METADATA describes it: one entry of the roster. */
export const Check = Type.Object(
  {
    /** `<topic>.<short_name>`, equal to its folder under `policies/rules/`. Never changes once released. */
    code: Type.String({ pattern: '^[a-z]+\\.[a-z][a-z0-9_]*$' }),
    title: Type.String({ minLength: 1 }),
    description: Type.String({ minLength: 1 }),
    severity: Type.Enum(['deny', 'warn', 'info']),
    /** Severity towards what already runs, when it is milder: for limits of age, which time alone breaks. */
    settled: Type.Optional(Type.Enum(['warn', 'info'])),
    /** Sentence with `{subject}`, `{observed}` and `{expected}`. */
    message: Type.String({ minLength: 1 }),
    fix: Type.String({ minLength: 1 }),
    /** Source, relative to the repository. */
    path: Type.String({ pattern: '^policies/rules/' }),
  },
  closed,
);
export type Check = Of<typeof Check>;

/** What a check knows about a subject: operands, never a verdict. `path` is the file to look at. */
export const Fact = Type.Object(
  { expected: Type.Optional(Type.Unknown()), observed: Type.Optional(Type.Unknown()), path: Type.Optional(Type.String()) },
  closed,
);
export type Fact = Of<typeof Fact>;

/** One check's raw answer, as `policies/main` builds it. Sets arrive as unsorted arrays. */
export const Answer = Type.Object(
  {
    required: Type.Array(Type.String()),
    passed: Type.Array(Type.String()),
    /** Subjects that cannot be decided either way (a group too small to measure). Part of `required`, never of `passed`. */
    inconclusive: Type.Array(Type.String()),
    facts: Type.Record(Type.String(), Fact),
    not_applicable: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
  },
  closed,
);
export type Answer = Of<typeof Answer>;

/** One check's word on one unit, after the engine took the difference. Arrays are sorted. */
export interface CheckResult {
  readonly code: string;
  readonly status: 'pass' | 'fail' | 'inconclusive' | 'not_applicable';
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly inconclusive: readonly string[];
  readonly facts: Readonly<Record<string, Fact>>;
  /** Why it does not apply; null unless `status` is `not_applicable`. */
  readonly reason: string | null;
}

/** `policies/bundle/manifest.json`: what the compiled bundle was made of. */
export const BundleManifest = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/bundle/v1'),
    opa: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
    entrypoint: Type.Literal('main/report'),
    wasm: Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }), bytes: Type.Integer({ minimum: 8 }) }, closed),
    /** Every compiled source (and `policies/capabilities.json`), path relative to the repository -> sha256. */
    sources: Type.Record(Type.String({ pattern: '^policies/' }), Type.String({ pattern: '^[0-9a-f]{64}$' })),
    roster: Type.Array(Check, { minItems: 1 }),
  },
  closed,
);
export type BundleManifest = Of<typeof BundleManifest>;
