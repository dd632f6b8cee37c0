import type * as spec from '../../contracts/spec/data.ts';
import type { DataJob } from '../../contracts/spec/external-jobs.ts';
import { fromGiven, withDefaults } from '../from-given.ts';

/** What the model may rely on: `dataContract({ schema: { id, version, sha256 }, qualityFloor: 0.99, retentionDays: 365, classification: 'internal' })`. */
export function dataContract(contract: spec.DataContract): spec.DataContract {
  return fromGiven(contract, (given) => given);
}

/** A Feast feature view as the registry has it at one commit, and the features of it that the model reads. */
export function feast(view: Omit<spec.FeatureView, 'store'>): spec.FeatureView {
  return fromGiven(view, (given) => ({ store: 'feast', ...given }));
}

/** A topic; days that it keeps its messages default to the contract's. */
export interface KafkaTopicProps extends Omit<spec.Topic, 'replicas' | 'retentionDays'> {
  /** Copies of each partition; all but one must be in sync. @default 3 */
  readonly replicas?: number;
  /** @default the contract's */
  readonly retentionDays?: number;
}

const DEFAULT_REPLICAS = 3;

/** A topic before the contract is known. */
export type DeclaredTopic = Omit<spec.Topic, 'retentionDays'> & { readonly retentionDays?: number };

/** A Kafka topic, which Strimzi makes: `kafkaTopic({ name: 'labels.closed', cluster: 'events', partitions: 6 })`. */
export function kafkaTopic(props: KafkaTopicProps): DeclaredTopic {
  return fromGiven(props, (given) => ({ replicas: DEFAULT_REPLICAS, ...given }));
}

type Database<K> = Omit<spec.Connector['database'], 'kind'> & { readonly kind: K };
type Common = Omit<spec.Connector, 'config' | 'database' | 'schemaChanges'> & {
  /** Further settings, as Debezium names them. @default none */
  readonly config?: spec.Connector['config'];
};

/** PostgreSQL's connector reads schemas from the log and keeps no history; the others can't start without one. */
export type CdcConnectorProps = Common &
  (
    | { readonly database: Database<'mysql' | 'sqlserver'>; readonly schemaChanges: NonNullable<spec.Connector['schemaChanges']> }
    | { readonly database: Database<'postgresql'>; readonly schemaChanges?: never }
  );

/** Reads the changes of some tables into Kafka (Debezium). User and password are references: `${secrets:<secret>:<key>}` or `${env:<name>}`. */
export function cdcConnector(props: CdcConnectorProps): spec.Connector {
  return fromGiven(props, (given) => ({ config: {}, ...given }));
}

/** Something that keeps data for the model; its host is one that `traffic.egress` declares. */
export function store(props: spec.Store): spec.Store {
  return fromGiven(props, (given) => given);
}

/** The data that a model is made of and reads. */
export interface DataProps {
  /** @default none */
  readonly contract?: spec.DataContract;
  /** @default none */
  readonly featureViews?: readonly spec.FeatureView[];
  /** The registry's dump at that commit, imported from the repository: what it doesn't know is a mistake. @default not compared */
  readonly featureRegistry?: spec.FeastRegistry;
  /** @default none */
  readonly topics?: readonly DeclaredTopic[];
  /** @default none */
  readonly connectors?: readonly spec.Connector[];
  /** @default none */
  readonly stores?: readonly spec.Store[];
  /** What prepares the data, in this order: `spark(...)`, `flink(...)`. @default none */
  readonly jobs?: readonly DataJob[];
}

/** The declaration as data: each topic with its days, the registry left out. What isn't of the type that it promises is left for the schema to refuse. */
export function resolveData(given: DataProps): spec.Data {
  if (typeof given !== 'object' || (given as unknown) === null || Array.isArray(given)) return given as unknown as spec.Data;
  const { contract, topics } = given;
  const days = (contract as { readonly retentionDays?: number } | null | undefined)?.retentionDays;
  const kept = days === undefined ? {} : { retentionDays: days };
  // A key that nobody knows stays, to be told.
  const parts = Object.fromEntries(Object.entries(given).filter(([key]) => key !== 'featureRegistry')) as Omit<spec.Data, 'topics'>;
  if (!Array.isArray(topics)) return parts;
  return { ...parts, topics: topics.map((topic: DeclaredTopic) => withDefaults(kept, topic)) as Topics };
}

type Topics = NonNullable<spec.Data['topics']>;
