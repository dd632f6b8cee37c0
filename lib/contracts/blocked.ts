import Type from 'typebox';
import { closed, EnvironmentName, Line, ModelId, OciDigest, Timestamp, VersionText } from './common.ts';
import type { Of } from './schema.ts';

/** One image that must not come back: where it failed, why, and when that was written down. */
export const BlockedRelease = Type.Object(
  {
    digest: OciDigest,
    version: VersionText,
    /** It may not stand here nor in any later environment; before it, it may stay, to be looked at. */
    environment: EnvironmentName,
    reason: Line,
    at: Timestamp,
  },
  closed,
);
export type BlockedRelease = Of<typeof BlockedRelease>;

/** `models/<id>/blocked.yaml`: images that failed. Written by `release rollback`; an entry is taken out by a pull request of its own. */
export const BlockedFile = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/blocked/v1'),
    model: ModelId,
    blocked: Type.Array(BlockedRelease, { maxItems: 500 }),
  },
  closed,
);
export type BlockedFile = Of<typeof BlockedFile>;
