import Type from 'typebox';
import { Approvals } from './approvals.ts';
import { BlockedRelease } from './blocked.ts';
import { BreakGlass } from './break-glass.ts';
import { closed, EnvironmentName, Instant, VersionText } from './common.ts';
import { Evaluation } from './evaluation.ts';
import { ModelCard } from './model-card.ts';
import { ModelSpec } from './model-spec.ts';
import { Portfolio } from './portfolio.ts';
import { Release } from './release.ts';
import type { Of } from './schema.ts';
import { SignedEvidence } from './signed-evidence.ts';
import { Thresholds } from './thresholds.ts';

const Nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/**
 * One release in one role. A file that is absent is null, so that a policy can say so; a file that is there but does not
 * parse or fit its schema never gets here: that is an error, exit code 2.
 */
export const Subject = Type.Object(
  { version: VersionText, release: Nullable(Release), evaluation: Nullable(Evaluation), card: Nullable(ModelCard) },
  closed,
);
export type Subject = Of<typeof Subject>;

/** What a pull request did to this unit; all false and empty when nothing was compared (no `--base`). */
export const Change = Type.Object(
  {
    /** True when a base commit was given. */
    compared: Type.Boolean(),
    /** Versions that stand in this environment now and did not at the base. */
    introduced: Type.Array(VersionText),
    /** Versions whose release.yaml or evaluation.json the base already had, with other bytes or now gone. */
    rewritten: Type.Array(VersionText),
    /** The stable release is now one that SemVer orders before the base's stable one. */
    rolledBack: Type.Boolean(),
    card: Type.Boolean(),
    declaration: Type.Boolean(),
    manifests: Type.Boolean(),
    /** Anything under `policies/`: the base's are the ones that judge. */
    policies: Type.Boolean(),
  },
  closed,
);
export type Change = Of<typeof Change>;

/** When each version first stood in each environment, by committer date on the first-parent line. */
export const History = Type.Object(
  {
    /** False for a shallow clone: then an early arrival may be missing. */
    complete: Type.Boolean(),
    /** When the model's first releases.yaml was committed: what it placed then was taken over as it stood. Null when that isn't known. */
    began: Nullable(Instant),
    reached: Type.Record(VersionText, Type.Record(EnvironmentName, Instant)),
  },
  closed,
);
export type History = Of<typeof History>;

/** One manifest as it will be applied. `path` is relative to the repository; `object` is the parsed document. */
export const JudgedManifest = Type.Object(
  {
    path: Type.String({ minLength: 1, maxLength: 300 }),
    object: Type.Object(
      {
        apiVersion: Type.String({ minLength: 1 }),
        kind: Type.String({ minLength: 1 }),
        metadata: Type.Object({ name: Type.String({ minLength: 1 }) }),
      },
      { additionalProperties: true },
    ),
  },
  closed,
);
export type JudgedManifest = Of<typeof JudgedManifest>;

/** What policies see as `input`: one unit, everything they may know, nothing they could fetch. */
export const GateInput = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/gate-input/v1'),
    now: Instant,
    environment: EnvironmentName,
    model: ModelSpec,
    thresholds: Thresholds,
    stable: Subject,
    /** The release being rolled out beside the stable one. */
    candidate: Nullable(Subject),
    /** What the base commit has in this place; null without `--base` and for a new unit. */
    incumbent: Nullable(Type.Object({ stable: Subject, candidate: Nullable(Subject) }, closed)),
    change: Change,
    history: History,
    /** Images that may not stand in their environment or a later one, by the head or by the base. */
    blocked: Type.Array(BlockedRelease, { maxItems: 1000 }),
    /** Emergencies that were written down for this unit, also those that are over. */
    breakGlass: Type.Array(BreakGlass, { maxItems: 500 }),
    /** Who approved the change that is judged; null when nobody could be asked. */
    approvals: Nullable(Approvals),
    /**
     * Dates of evidence and card as instants, by version, because policies cannot parse them: `producedAt`, `createdAt`,
     * `cardReviewed`, `dataFrom` of the oldest row that was evaluated, and `dataTaken` of the snapshot that was trained on. */
    dates: Type.Record(
      VersionText,
      Type.Object(
        {
          producedAt: Nullable(Instant),
          createdAt: Nullable(Instant),
          cardReviewed: Nullable(Instant),
          dataFrom: Nullable(Instant),
          dataTaken: Nullable(Instant),
        },
        closed,
      ),
    ),
    /** What is signed of each judged version, by version: facts that the key ring and the files give. */
    signatures: Type.Record(VersionText, SignedEvidence),
    portfolio: Portfolio,
    manifests: Type.Array(JudgedManifest, { maxItems: 500 }),
  },
  closed,
);
export type GateInput = Of<typeof GateInput>;

/** Largest serialised gate input, in bytes of UTF-8. */
export const MAX_GATE_INPUT_BYTES = 512 * 1024;
