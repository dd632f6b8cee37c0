import Type from 'typebox';
import { closed, Line } from '../common.ts';
import type { Of } from '../schema.ts';

/** A column of rows: what a data contract gives, or what a server takes. Types are named as in MLflow's model signatures. */
export const Column = Type.Object(
  {
    name: Line,
    type: Type.Enum(['binary', 'boolean', 'datetime', 'double', 'float', 'integer', 'long', 'string']),
    /** Whether a value may be missing. */
    nullable: Type.Boolean(),
  },
  closed,
);
export type Column = Of<typeof Column>;
