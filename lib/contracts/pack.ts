import Type from 'typebox';
import { closed, Line } from './common.ts';
import type { Of } from './schema.ts';

/** One control of a regulation or standard, by its own numbering, and the checks that bear on it. */
export const Control = Type.Object(
  {
    id: Line,
    title: Line,
    checks: Type.Array(Type.String({ pattern: '^[a-z]+\\.[a-z0-9_]+$' }), { minItems: 1, maxItems: 100, uniqueItems: true }),
    /** What the checks do not show, for people. */
    remains: Line,
  },
  closed,
);
export type Control = Of<typeof Control>;

/** A file in `policies/packs/`. */
export const Pack = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/pack/v1'),
    pack: Type.String({ pattern: '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$' }),
    title: Line,
    source: Line,
    remains: Type.String({ minLength: 1, maxLength: 1000 }),
    controls: Type.Array(Control, { minItems: 1, maxItems: 200 }),
  },
  closed,
);
export type Pack = Of<typeof Pack>;

/** What became of one control in one unit. `excepted`: nothing failed that no waiver covers. */
export type ControlStatus = 'covered' | 'excepted' | 'failed' | 'not applicable';

/** One control in one unit, and the checks that say so. */
export interface ControlResult {
  readonly pack: string;
  readonly control: Control;
  readonly status: ControlStatus;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly waived: readonly string[];
  readonly notApplicable: readonly string[];
}

/** The controls of some packs in one unit. */
export interface ComplianceUnit {
  readonly model: string;
  readonly environment: string;
  readonly release: string;
  readonly controls: readonly ControlResult[];
}
