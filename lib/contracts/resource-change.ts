import Type from 'typebox';
import { closed } from './common.ts';
import type { Of } from './schema.ts';

/** Most fields of one resource that are listed; of the others it is said how many there are. */
export const LISTED_FIELDS = 20;
/** Longest text that a value is shown by. */
export const SHOWN_VALUE = 200;

const Shown = Type.Union([Type.String({ maxLength: SHOWN_VALUE }), Type.Null()]);
const Name = Type.String({ maxLength: 300 });

/** A field with other content. Values as compact JSON, texts as they are where both sides are texts; null where the field is absent. */
export const FieldChange = Type.Object({ path: Type.String({ minLength: 1, maxLength: 400 }), before: Shown, after: Shown }, closed);
export type FieldChange = Of<typeof FieldChange>;

/**
 * What a mistake in a resource can reach, the furthest first: a kind that this framework does not know; who may do what; what runs, and how; which requests go
 * where; what programs read; what people see.
 */
export const RADII = ['unknown', 'access', 'traffic', 'workload', 'config', 'observability'] as const;
export const Radius = Type.Enum([...RADII]);
export type Radius = Of<typeof Radius>;

/** One resource against the base. */
export const ResourceChange = Type.Object(
  {
    action: Type.Enum(['removed', 'changed', 'added']),
    /** File, relative to the repository. */
    path: Type.String({ minLength: 1, maxLength: 300 }),
    apiVersion: Name,
    kind: Name,
    /** Null for what has none. */
    namespace: Type.Union([Name, Type.Null()]),
    name: Name,
    radius: Radius,
    /** Of a changed resource, in the order of the document; the first `LISTED_FIELDS`. */
    fields: Type.Array(FieldChange, { maxItems: LISTED_FIELDS }),
    /** Changed fields beyond those. */
    moreFields: Type.Integer({ minimum: 0, maximum: 1e9 }),
  },
  closed,
);
export type ResourceChange = Of<typeof ResourceChange>;
