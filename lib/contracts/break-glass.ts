import Type from 'typebox';
import { closed, Day, EnvironmentName, Instant, Line, ModelId, OciDigest, Timestamp } from './common.ts';
import type { Of } from './schema.ts';

/** The checks that an emergency may pass, and there are no others: what a model is and what it runs as is never an emergency. */
export const BREAKABLE: readonly string[] = ['promotion.approval_missing', 'promotion.frozen', 'promotion.soak_too_short'];

const Said = Type.String({ minLength: 20, maxLength: 2000 });
const Id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{2,63}$' });

/** `policies/break-glass/<id>.yaml`: one emergency, for one image in one place and for hours. */
export const BreakGlassFile = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/break-glass/v1'),
    id: Id,
    model: ModelId,
    environment: EnvironmentName,
    /** The one image that may come. */
    digest: OciDigest,
    /** What the emergency is called where incidents are kept. */
    incident: Line,
    reason: Said,
    /** By their names on the forge. */
    requestedBy: Line,
    /** Has the second role of `policies/roles.yaml`, and is somebody else. */
    approvedBy: Line,
    from: Timestamp,
    until: Timestamp,
    /** Last day, in UTC, to look back at it. */
    reviewBy: Day,
    /** Written afterwards, by somebody else than who asked. */
    review: Type.Optional(Type.Object({ on: Day, by: Line, outcome: Said }, closed)),
  },
  closed,
);
export type BreakGlassFile = Of<typeof BreakGlassFile>;

/** The same as policies see it. */
export const BreakGlass = Type.Object(
  {
    id: Id,
    digest: OciDigest,
    incident: Line,
    reason: Said,
    requestedBy: Line,
    approvedBy: Line,
    /** Both are included. */
    from: Instant,
    until: Instant,
    /** The last second of the day. */
    reviewBy: Instant,
    reviewed: Type.Boolean(),
  },
  closed,
);
export type BreakGlass = Of<typeof BreakGlass>;

/** How a finding and a report name what excused it. */
export function breakGlassName(id: string): string {
  return `break-glass/${id}`;
}
