import Type from 'typebox';
import { closed, EnvironmentName, ModelId, VersionText } from './common.ts';
import type { Of } from './schema.ts';

/** What serves in one environment. `candidate` is the release being rolled out beside the stable one. */
export const Placement = Type.Object({ stable: VersionText, candidate: Type.Optional(VersionText) }, closed);
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
