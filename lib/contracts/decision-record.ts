import Type from 'typebox';
import { ApprovalsFile } from './approvals.ts';
import { closed, Day, EnvironmentName, Line, ModelId, Sha256, Timestamp, VersionText } from './common.ts';
import type { Of } from './schema.ts';
import { STATEMENT_TYPE } from './statement.ts';

/** Predicate type of a decision record, versioned by its address. */
export const DECISION_TYPE = 'https://modelgate.dev/attestation/decision/v1';

/** The branch that holds the records. */
export const RECORDS_BRANCH = 'modelgate/records';

const Commit = Type.String({ pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' });
const Verdict = Type.Enum(['pass', 'warn', 'deny']);
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);
const Code = Type.String({ pattern: '^[a-z]+\\.[a-z][a-z0-9_]*$', maxLength: 100 });

/** One unit as it was merged: what stands there, and what the gate said of it. */
export const DecidedUnit = Type.Object(
  {
    model: ModelId,
    environment: EnvironmentName,
    stable: VersionText,
    candidate: nullable(VersionText),
    verdict: Verdict,
    /** Codes that failed or were undecided and not waived, sorted, each once. */
    findings: Type.Array(Code, { maxItems: 1000 }),
  },
  closed,
);
export type DecidedUnit = Of<typeof DecidedUnit>;

/** What was decided: a verdict, about which bytes, merged as which commit, allowed by whom. */
export const Decision = Type.Object(
  {
    /** Place in the chain, from 1. */
    sequence: Type.Integer({ minimum: 1, maximum: 9_999_999 }),
    /** SHA-256 of the file of the record before; null for the first. */
    previous: nullable(Sha256),
    recordedAt: Timestamp,
    /** The commit on the main line, its committer's time, and what the main line was before it; null for a repository's first commit. */
    merged: Type.Object({ commit: Commit, before: nullable(Commit), at: Timestamp }, closed),
    /** What the gate judged, by what, as of when. */
    judged: Type.Object({ head: Commit, base: nullable(Commit), now: Timestamp }, closed),
    verdict: Verdict,
    units: Type.Array(DecidedUnit, { minItems: 1, maxItems: 20_000 }),
    /** Exceptions that were used. */
    waivers: Type.Array(Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }), code: Code, unit: Line, expires: Day }, closed), {
      maxItems: 10_000,
    }),
    /** As the forge was asked; null when nobody was. */
    approvals: nullable(Type.Object({ author: ApprovalsFile.properties.author, given: ApprovalsFile.properties.given }, closed)),
  },
  closed,
);
export type Decision = Of<typeof Decision>;

/** What a record is about, by SHA-256: the judged bytes by kind as a report names them, the compiled policies, and the report itself. */
export const DECISION_SUBJECTS = ['evidence', 'keys', 'policy', 'report', 'synth', 'thresholds', 'waivers'] as const;
export type DecisionSubject = (typeof DECISION_SUBJECTS)[number];

/** One record: an in-toto Statement v1. */
export const DecisionRecord = Type.Object(
  {
    _type: Type.Literal(STATEMENT_TYPE),
    subject: Type.Array(Type.Object({ name: Type.Enum([...DECISION_SUBJECTS]), digest: Type.Object({ sha256: Sha256 }, closed) }, closed), {
      minItems: DECISION_SUBJECTS.length,
      maxItems: DECISION_SUBJECTS.length,
    }),
    predicateType: Type.Literal(DECISION_TYPE),
    predicate: Decision,
  },
  closed,
);
export type DecisionRecord = Of<typeof DecisionRecord>;

/** The file of a record in the records branch. */
export function recordPath(sequence: number): string {
  return `records/${String(Math.floor(sequence / 1000)).padStart(4, '0')}/${String(sequence).padStart(7, '0')}.json`;
}

/** The file of a report in the records branch. */
export function reportPath(sha256: string): string {
  return `reports/${sha256}.json`;
}

/** The digests that a record is about, by name. */
export function subjectsOf(record: DecisionRecord): Readonly<Record<DecisionSubject, string>> {
  return Object.fromEntries(record.subject.map(({ name, digest }) => [name, digest.sha256])) as Record<DecisionSubject, string>;
}

/** What a record takes from a report. Open, because reports may say more one day, and records are read for ever. */
const open = { additionalProperties: true };
export const RecordedReport = Type.Object(
  {
    verdict: Verdict,
    base: nullable(Commit),
    head: Commit,
    now: Type.Object({ at: Timestamp }, open),
    policy: Type.Object({ sha256: Sha256 }, open),
    digests: Type.Object({ synth: Sha256, evidence: Sha256, thresholds: Sha256, waivers: Sha256, keys: Sha256 }, open),
    units: Type.Array(
      Type.Object(
        {
          model: ModelId,
          environment: EnvironmentName,
          stable: VersionText,
          candidate: nullable(VersionText),
          verdict: Verdict,
          findings: Type.Array(Type.Object({ code: Code, status: Type.Enum(['failed', 'inconclusive', 'waived']) }, open)),
        },
        open,
      ),
    ),
    waivers: Type.Array(
      Type.Object({ id: Type.String(), code: Code, unit: Line, state: Type.Enum(['used', 'unused', 'expired']), expires: Day }, open),
    ),
  },
  open,
);
export type RecordedReport = Of<typeof RecordedReport>;

/** The part of a record that follows from its report. */
export function decidedBy(report: RecordedReport): {
  readonly decision: Pick<Decision, 'judged' | 'verdict' | 'units' | 'waivers'>;
  readonly subjects: Readonly<Record<Exclude<DecisionSubject, 'report'>, string>>;
} {
  const { digests, policy, head, base, now, verdict } = report;
  return {
    decision: {
      judged: { head, base, now: now.at },
      verdict,
      units: report.units.map(({ model, environment, stable, candidate, verdict: word, findings }) => {
        const codes = findings.filter(({ status }) => status !== 'waived').map(({ code }) => code);
        return { model, environment, stable, candidate, verdict: word, findings: [...new Set(codes)].sort() };
      }),
      waivers: report.waivers.flatMap(({ id, code, unit, state, expires }) => (state === 'used' ? [{ id, code, unit, expires }] : [])),
    },
    subjects: {
      evidence: digests.evidence,
      keys: digests.keys,
      policy: policy.sha256,
      synth: digests.synth,
      thresholds: digests.thresholds,
      waivers: digests.waivers,
    },
  };
}
