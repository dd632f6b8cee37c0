import Type from 'typebox';
import { closed, Line } from './common.ts';
import type { Of } from './schema.ts';

/** A name on the forge; that of a bot ends with `[bot]`. */
const Login = Type.String({ pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(\\[bot\\])?$' });
const People = Type.Array(Login, { minItems: 1, maxItems: 200, uniqueItems: true });
const NAME = '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$';

/** `policies/roles.yaml`: who may speak in which role. Read from the base, like all that judges. */
export const RolesFile = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/roles/v1'),
    /** Roles that thresholds ask approvals of, and the people who have them. `owner` is not among them: it is had by a team, for its models. */
    roles: Type.Record(Type.String({ pattern: NAME }), People, { maxProperties: 50, ...closed }),
    /** Teams that models name as owner, and their people. */
    teams: Type.Record(Type.String({ pattern: NAME }), People, { maxProperties: 1000, ...closed }),
    /** The role that has to agree when what judges is changed: policies, limits, waivers, keys, roles, workflows. */
    secondRole: Line,
  },
  closed,
);
export type RolesFile = Of<typeof RolesFile>;
