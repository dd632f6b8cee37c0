import Type from 'typebox';
import { closed, Day, Instant, Line, ModelId, Sha256 } from './common.ts';
import type { Of } from './schema.ts';
import { FeatureView } from './spec/data.ts';

const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

const RETIRED = 200;
const ERASURES = 200;

/** `policies/datasets.yaml`: data that nobody is to use any more, and data of which rows were erased, by days in UTC. */
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
    /** Rows that were erased, for whoever asked for it. A model that learned from them has to be trained again on what is left. */
    erasures: Type.Optional(
      Type.Array(
        Type.Object(
          {
            name: Line,
            /** Absent: every version. */
            version: Type.Optional(Line),
            /** The day by whose end the rows are gone. */
            on: Day,
            /** Days from then on within which models that were trained on them have to be trained again. */
            retrainWithinDays: Type.Integer({ minimum: 1, maximum: 365 }),
            reason: Line,
          },
          closed,
        ),
        { maxItems: ERASURES },
      ),
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

/** One erasure of `policies/datasets.yaml` as policies see it: `on` is the start of its day, `due` that of the last day to train again. */
export const Erasure = Type.Object({ name: Line, version: nullable(Line), on: Instant, due: Instant, reason: Line }, closed);
export type Erasure = Of<typeof Erasure>;

/** What `policies/datasets.yaml` says, as policies see it. */
export interface DatasetRules {
  readonly retiredDatasets: readonly RetiredDataset[];
  readonly erasures: readonly Erasure[];
}

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
    /** Whole percent of one model's calls: the greatest shares that those candidates can have before they are promoted, added up. */
    candidateTraffic: Type.Integer({ minimum: 0, maximum: 2_000_000 }),
    /** By the name of each view that this model declares: at which commits this and other models of the environment declare it. At most ten, sorted. */
    featureViews: Type.Record(FeatureView.properties.name, Type.Array(ViewUse, { minItems: 1, maxItems: 10 }), { maxProperties: 100 }),
    retiredDatasets: Type.Array(RetiredDataset, { maxItems: RETIRED }),
    erasures: Type.Array(Erasure, { maxItems: ERASURES }),
  },
  closed,
);
export type Portfolio = Of<typeof Portfolio>;
