import Type from 'typebox';
import { closed, Day, Line, RiskTier } from '../common.ts';
import type { Of } from '../schema.ts';

/** When Argo CD may (`allow`) or may not (`deny`) change an environment by itself. */
export const SyncWindow = Type.Object(
  {
    /** While no `allow` window is open nothing is synced; an open `deny` window outranks every other. */
    kind: Type.Enum(['allow', 'deny']),
    /** When it opens: cron with five fields. */
    schedule: Type.String({ minLength: 1, maxLength: 100 }),
    /** How long it stays open: hours and minutes, such as `8h` or `1h30m`. */
    duration: Type.String({ pattern: '^(?=.)([1-9]\\d{0,3}h)?([1-9]\\d{0,4}m)?$' }),
    /** IANA name. @default UTC */
    timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    /** Whose models it holds for. @default all tiers, and what the environment shares */
    tiers: Type.Optional(Type.Array(RiskTier, { minItems: 1, uniqueItems: true })),
    /** For whoever waits for it to close. */
    reason: Line,
  },
  closed,
);
export type SyncWindow = Of<typeof SyncWindow>;

/** Days, the first and the last one included and in UTC, on which Argo CD changes nothing by itself. */
export const Freeze = Type.Object({ from: Day, to: Day, reason: Line }, closed);
export type Freeze = Of<typeof Freeze>;
