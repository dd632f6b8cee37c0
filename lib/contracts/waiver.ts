import Type from 'typebox';
import { closed, Day, EnvironmentName, Line, ModelId, Sha256 } from './common.ts';
import type { Of } from './schema.ts';

/** One exception: one check, one model, one environment, and at best one subject. */
export const Waiver = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{2,63}$' }),
    code: Type.String({ pattern: '^[a-z]+\\.[a-z0-9_]+$' }),
    model: ModelId,
    environment: EnvironmentName,
    /** A subject as the finding names it; absent: every subject of the check. */
    subject: Type.Optional(Line),
    /** The artifact that the exception is about: another one is not excused. Absent: whatever artifact the subject has. */
    artifactSha256: Type.Optional(Sha256),
    /** The `evaluation.json` of the subject's version that was looked at: other evidence is not excused. Absent: whatever evidence it has. */
    evaluationSha256: Type.Optional(Sha256),
    reason: Type.String({ minLength: 20, maxLength: 2000 }),
    owner: Line,
    approver: Line,
    /** Last day on which it holds, to the end of the day in UTC. */
    expires: Day,
  },
  closed,
);
export type Waiver = Of<typeof Waiver>;

/** A file in `policies/waivers/`. */
export const WaiverFile = Type.Object(
  { schemaVersion: Type.Literal('modelgate.dev/waivers/v1'), waivers: Type.Array(Waiver, { maxItems: 500 }) },
  closed,
);
export type WaiverFile = Of<typeof WaiverFile>;
