import Type from 'typebox';
import { closed, Day, Instant, Line, ModelId, Sha256 } from './common.ts';
import type { Of } from './schema.ts';
import { FeatureView } from './spec/data.ts';

const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

const RETIRED = 200;

/** `policies/datasets.yaml`: data that nobody is to use any more, and from which day on (in UTC). */
export const DatasetsFile = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/datasets/v1'),
    retired: Type.Array(
      Type.Object(
        {
          name: Line,
          /** Absent: every version. */
          version: Type.Optional(Line),
          /** Its content, whatever it is called elsewhere. */
          sha256: Type.Optional(Sha256),
          on: Day,
          reason: Line,
        },
        closed,
      ),
      { maxItems: RETIRED },
    ),
  },
  closed,
);
export type DatasetsFile = Of<typeof DatasetsFile>;

/** One entry of `policies/datasets.yaml` as policies see it. */
export const RetiredDataset = Type.Object(
  { name: Line, version: nullable(Line), sha256: nullable(Sha256), on: Instant, reason: Line },
  closed,
);
export type RetiredDataset = Of<typeof RetiredDataset>;

/** Models of an environment that declare one feature view at one commit of its registry. */
export const ViewUse = Type.Object(
  {
    registryCommit: FeatureView.properties.registryCommit,
    /** How many they are. */
    count: Type.Integer({ minimum: 1, maximum: 20_000 }),
    /** The first of them, sorted. */
    models: Type.Array(ModelId, { minItems: 1, maxItems: 5 }),
  },
  closed,
);
export type ViewUse = Of<typeof ViewUse>;

/**
 * What a unit has to know of the other models in its environment: sums, and what it shares with them. No unit sees all of the others, so that a
 * thousand units need a thousand times what one needs.
 */
export const Portfolio = Type.Object(
  {
    /** Models that serve in this environment, this one included. */
    models: Type.Integer({ minimum: 1, maximum: 20_000 }),
    /** Those of them that have a candidate beside their stable release. */
    rollingOut: Type.Integer({ minimum: 0, maximum: 20_000 }),
    /** By the name of each view that this model declares: at which commits this and other models of the environment declare it. At most ten, sorted. */
    featureViews: Type.Record(FeatureView.properties.name, Type.Array(ViewUse, { minItems: 1, maxItems: 10 }), { maxProperties: 100 }),
    retiredDatasets: Type.Array(RetiredDataset, { maxItems: RETIRED }),
  },
  closed,
);
export type Portfolio = Of<typeof Portfolio>;
