import Type from 'typebox';
import { closed, Day, EnvironmentName, Line, ModelId, RiskTier } from './common.ts';
import type { Of } from './schema.ts';

const Code = Type.String({ pattern: '^[a-z]+\\.[a-z0-9_]+$' });

/** How much a check's finding weighs. `shadow` shows it and lets it pass, to see what a new check would say. */
export const Enforcement = Type.Enum(['deny', 'warn', 'shadow']);
export type Enforcement = Of<typeof Enforcement>;

/**
 * One exception to a check's own severity. Absent scopes mean all. Of several that hold, the last one counts; one that names a model counts only
 * where it is stricter.
 */
export const EnforcementRule = Type.Object(
  {
    code: Code,
    tier: Type.Optional(RiskTier),
    environment: Type.Optional(EnvironmentName),
    model: Type.Optional(ModelId),
    enforcement: Enforcement,
    /** First day on which it holds, in UTC; absent: always. */
    effectiveOn: Type.Optional(Day),
    reason: Line,
  },
  closed,
);
export type EnforcementRule = Of<typeof EnforcementRule>;

/** `policies/enforcement.yaml`. */
export const EnforcementFile = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/enforcement/v1'),
    rules: Type.Array(EnforcementRule, { maxItems: 500 }),
    waivers: Type.Object(
      {
        /** Longest time, in days, that a waiver may still have to run when it is used. */
        maxDays: Type.Object(
          {
            low: Type.Integer({ minimum: 1, maximum: 3650 }),
            limited: Type.Integer({ minimum: 1, maximum: 3650 }),
            high: Type.Integer({ minimum: 1, maximum: 3650 }),
          },
          closed,
        ),
        /** Checks that nobody may be excused from. */
        never: Type.Array(Code, { maxItems: 200, uniqueItems: true }),
      },
      closed,
    ),
    /** Emergencies: how long one may last, and within how many days it is looked back at. Absent: there are none. */
    breakGlass: Type.Optional(
      Type.Object({ maxHours: Type.Integer({ minimum: 1, maximum: 168 }), reviewDays: Type.Integer({ minimum: 0, maximum: 90 }) }, closed),
    ),
  },
  closed,
);
export type EnforcementFile = Of<typeof EnforcementFile>;
