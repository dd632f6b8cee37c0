import Type, { type Static, type TSchema } from 'typebox';
import { closed, Day, EnvironmentName, Instant, MetricName, ModelId, Sha256, VersionText } from './common.ts';
import { REPOSITORY, type GateReport } from './gate-report.ts';
import type { Of } from './schema.ts';
import { SharedReview, UnitReview } from './unit-review.ts';

/** A git object id, SHA-1 or SHA-256. */
const Commit = Type.String({ pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' });
const MODEL = '[a-z]([a-z0-9-]{0,38}[a-z0-9])?';
const ENVIRONMENT = '[a-z]([a-z0-9-]{0,18}[a-z0-9])?';
const UnitName = Type.String({ pattern: `^${MODEL}/${ENVIRONMENT}$` });
const Code = Type.String({ pattern: '^[a-z]+\\.[a-z][a-z0-9_]*$', maxLength: 100 });
const Severity = Type.Enum(['deny', 'warn', 'info']);
const Verdict = Type.Enum(['pass', 'warn', 'deny']);
const Count = Type.Integer({ minimum: 0, maximum: 1e9 });
const Finite = Type.Number({ minimum: -1e12, maximum: 1e12 });
const Text = Type.String({ maxLength: 20_000 });
const FilePath = Type.String({ minLength: 1, maxLength: 300 });
const Paths = Type.Array(FilePath, { maxItems: 10_000 });
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/** A finding of one unit, or of what `unit` says. */
const findingOf = <U extends TSchema>(unit: U) =>
  Type.Object(
    {
      code: Code,
      severity: Severity,
      status: Type.Enum(['failed', 'inconclusive', 'waived']),
      unit,
      subject: Text,
      message: Text,
      observed: Type.Unknown(),
      expected: Type.Unknown(),
      path: nullable(FilePath),
      place: Type.Optional(Type.Object({ path: FilePath, line: Type.Integer({ minimum: 1, maximum: 1e7 }) }, closed)),
      fix: Text,
      waiver: nullable(Type.String({ minLength: 1, maxLength: 200 })),
    },
    closed,
  );

const MetricSchema = Type.Object(
  {
    name: MetricName,
    stable: nullable(Finite),
    candidate: nullable(Finite),
    incumbent: Type.Optional(nullable(Finite)),
    floor: nullable(Finite),
    ceiling: nullable(Finite),
    interval: nullable(Type.Unsafe<readonly [number, number]>(Type.Array(Finite, { minItems: 2, maxItems: 2 }))),
  },
  closed,
);

const UnitSchema = Type.Object(
  {
    model: ModelId,
    environment: EnvironmentName,
    verdict: Verdict,
    stable: VersionText,
    candidate: nullable(VersionText),
    checks: Type.Object({ passed: Count, failed: Count, notApplicable: Count }, closed),
    findings: Type.Array(findingOf(UnitName), { maxItems: 10_000 }),
    metrics: Type.Array(MetricSchema, { maxItems: 2000 }),
    manifests: Type.Object({ added: Paths, changed: Paths, removed: Paths }, closed),
    review: Type.Optional(UnitReview),
  },
  closed,
);

/** The shape of `GateReport`, strictly: a report file may come from a job that nobody trusts. Key order is the order of printing. */
export const GateReportSchema = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    verdict: Verdict,
    base: nullable(Commit),
    head: Commit,
    dirty: Type.Boolean(),
    now: Instant,
    policy: Type.Object(
      {
        source: Type.String({ minLength: 1, maxLength: 300 }),
        sha256: Sha256,
        opa: Type.String({ pattern: '^\\d+\\.\\d+\\.\\d+$' }),
        checks: Count,
      },
      closed,
    ),
    hypothetical: Type.Optional(
      Type.Object(
        {
          whatIf: Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { maxItems: 100 }),
          policies: nullable(Type.String({ minLength: 1, maxLength: 300 })),
        },
        closed,
      ),
    ),
    digests: Type.Object({ synth: Sha256, evidence: Sha256, thresholds: Sha256, waivers: Sha256, keys: Sha256 }, closed),
    summary: Type.Object({ units: Count, denied: Count, warned: Count, passed: Count, findings: Count }, closed),
    repository: Type.Optional(
      Type.Object(
        { verdict: Verdict, findings: Type.Array(findingOf(Type.String({ pattern: `^${REPOSITORY}$` })), { maxItems: 10_000 }) },
        closed,
      ),
    ),
    units: Type.Array(UnitSchema, { minItems: 1, maxItems: 20_000 }),
    review: Type.Optional(SharedReview),
    removed: Type.Array(Type.String({ pattern: `^${MODEL}(/${ENVIRONMENT})?$` }), { maxItems: 20_000 }),
    waivers: Type.Array(
      Type.Object(
        {
          id: Type.String({ minLength: 1, maxLength: 200 }),
          code: Code,
          unit: UnitName,
          state: Type.Enum(['used', 'unused', 'expired']),
          expires: Day,
        },
        closed,
      ),
      { maxItems: 10_000 },
    ),
  },
  closed,
);

/** Does not compile when the schema and the `GateReport` type part ways, in either direction. */
type Same = [Static<typeof GateReportSchema>] extends [GateReport]
  ? [GateReport] extends [Of<typeof GateReportSchema>]
    ? true
    : never
  : never;
export const sameAsGateReport: Same = true;
