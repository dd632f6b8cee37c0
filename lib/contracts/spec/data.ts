import Type from 'typebox';
import { closed, Line, SEMVER, Sha256 } from '../common.ts';
import type { Of } from '../schema.ts';
import { Column } from './column.ts';
import { DataJob } from './external-jobs.ts';
import { DnsLabel, DnsName } from './kubernetes-names.ts';

/** How much harm it does when it gets out. */
export const Classification = Type.Enum(['public', 'internal', 'confidential', 'restricted']);
export type Classification = Of<typeof Classification>;

/** Days until data has to be gone. */
const RetentionDays = Type.Integer({ minimum: 1, maximum: 36500 });

/** What the model may rely on in its data, and what holds for everything made of it. */
export const DataContract = Type.Object(
  {
    /** The schema of the rows: an id, an immutable version of it, and the checksum of its file. */
    schema: Type.Object(
      {
        id: Type.String({ pattern: '^[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?$' }),
        version: Type.String({ pattern: SEMVER, maxLength: 40 }),
        sha256: Sha256,
        /** What its rows hold. Absent: in the schema's file alone, and nobody compares it with what releases take. */
        fields: Type.Optional(Type.Array(Column, { minItems: 1, maxItems: 2000 })),
      },
      closed,
    ),
    /** Share of the rows that must pass the contract's checks. */
    qualityFloor: Type.Number({ minimum: 0, maximum: 1 }),
    retentionDays: RetentionDays,
    classification: Classification,
  },
  closed,
);
export type DataContract = Of<typeof DataContract>;

/** A Feast feature view as the registry had it at one commit. */
export const FeatureView = Type.Object(
  {
    store: Type.Literal('feast'),
    name: Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$' }),
    registryCommit: Type.String({ pattern: '^[0-9a-f]{40}$' }),
    features: Type.Array(Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,99}$' }), { minItems: 1, maxItems: 1000, uniqueItems: true }),
  },
  closed,
);
export type FeatureView = Of<typeof FeatureView>;

/** What `feast registry-dump` prints, as far as it is looked at. */
export const FeastRegistry = Type.Object({
  featureViews: Type.Array(
    Type.Object({ spec: Type.Object({ name: Type.String(), features: Type.Optional(Type.Array(Type.Object({ name: Type.String() }))) }) }),
  ),
});
export type FeastRegistry = Of<typeof FeastRegistry>;

const TopicName = Type.String({ pattern: '^[a-z0-9]([a-z0-9.-]{0,198}[a-z0-9])?$' });

/** A Kafka topic. */
export const Topic = Type.Object(
  {
    name: TopicName,
    /** Strimzi's Kafka cluster. */
    cluster: DnsLabel,
    partitions: Type.Integer({ minimum: 1, maximum: 10000 }),
    replicas: Type.Integer({ minimum: 1, maximum: 100 }),
    retentionDays: RetentionDays,
  },
  closed,
);
export type Topic = Of<typeof Topic>;

/** Reads changes of some tables into Kafka (Debezium). Secrets stand in it as references only. */
export const Connector = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$' }),
    /** Strimzi's KafkaConnect cluster, in the unit's namespace. */
    cluster: DnsLabel,
    database: Type.Object(
      {
        kind: Type.Enum(['mysql', 'postgresql', 'sqlserver']),
        host: DnsName,
        port: Type.Integer({ minimum: 1, maximum: 65535 }),
        name: Line,
        // What is wrong with these two is told without showing them, so no schema may complain.
        user: Type.String(),
        password: Type.String(),
      },
      closed,
    ),
    /** The start of every topic's name. */
    topicPrefix: TopicName,
    tables: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { maxItems: 200, uniqueItems: true }),
    /** Where the history of the tables' schemas is kept; PostgreSQL's connector keeps none. */
    schemaChanges: Type.Optional(Type.Object({ topic: TopicName, bootstrapServers: Line }, closed)),
    /** Further settings of the connector, as it names them. */
    config: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  },
  closed,
);
export type Connector = Of<typeof Connector>;

/** Something that keeps data for the model. Its address is one of the hosts that the model may call. */
export const Store = Type.Object(
  {
    name: DnsLabel,
    kind: Type.Enum(['cassandra', 'clickhouse', 'mysql', 'object-storage', 'postgresql', 'redis', 'warehouse']),
    host: DnsName,
    classification: Classification,
    retentionDays: RetentionDays,
  },
  closed,
);
export type Store = Of<typeof Store>;

/** The data that a model is made of and reads. */
export const Data = Type.Object(
  {
    contract: Type.Optional(DataContract),
    featureViews: Type.Optional(Type.Array(FeatureView, { minItems: 1, maxItems: 100 })),
    topics: Type.Optional(Type.Array(Topic, { minItems: 1, maxItems: 50 })),
    connectors: Type.Optional(Type.Array(Connector, { minItems: 1, maxItems: 20 })),
    stores: Type.Optional(Type.Array(Store, { minItems: 1, maxItems: 50 })),
    /** What prepares the data, in this order. */
    jobs: Type.Optional(Type.Array(DataJob, { minItems: 1, maxItems: 10 })),
  },
  closed,
);
export type Data = Of<typeof Data>;
