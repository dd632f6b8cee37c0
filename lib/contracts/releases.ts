import Type from 'typebox';
import { closed, Day, EnvironmentName, Line, ModelId, VersionText } from './common.ts';
import type { Of } from './schema.ts';

/** The first of two steps out of an environment: nothing serves any more, and the next pull request may remove the placement. */
export const Retirement = Type.Object({ on: Day, reason: Line }, closed);
export type Retirement = Of<typeof Retirement>;

/** What serves in one environment. `candidate` is the release being rolled out beside the stable one. */
export const Placement = Type.Object(
  { stable: VersionText, candidate: Type.Optional(VersionText), retired: Type.Optional(Retirement) },
  closed,
);
export type Placement = Of<typeof Placement>;

/** `models/<id>/releases.yaml`: which release is where. A promotion is a pull request to this file. */
export const Releases = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/releases/v1'),
    model: ModelId,
    environments: Type.Record(EnvironmentName, Placement, { minProperties: 1, additionalProperties: false }),
  },
  closed,
);
export type Releases = Of<typeof Releases>;
