import { Construct } from 'constructs';
import type { Connector, Topic } from '../../contracts/spec/data.ts';
import { KafkaConnector, KafkaTopic } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { classOf, settingsOf } from './debezium.ts';

const DAY_MS = 24 * 3600 * 1000;
const MAX_RESTARTS = 10;

/** What operators make of the declared data: topics and connectors. Contract, views and stores are data for policies, in the catalog. */
export class DataObjects extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    for (const topic of plan.spec.data?.topics ?? []) new DataTopic(this, `Topic-${topic.name}`, plan, topic);
    for (const connector of plan.spec.data?.connectors ?? []) new CdcConnector(this, `Connector-${connector.name}`, plan, connector);
  }
}

/** Metadata by which Strimzi's operators know whose an object is. */
function strimziMetadata(plan: Plan, kind: 'KafkaConnector' | 'KafkaTopic', name: string, cluster: string) {
  return { ...unitMetadata(plan, kind, name), labels: { 'strimzi.io/cluster': cluster } };
}

class DataTopic extends KafkaTopic {
  constructor(scope: Construct, id: string, plan: Plan, { name, cluster, partitions, replicas, retentionDays }: Topic) {
    super(scope, id, {
      // A dot, which no model's id has, keeps the names of two models' topics apart; Kafka's own name is in the spec.
      metadata: strimziMetadata(plan, 'KafkaTopic', `${plan.spec.id}.${name}`, cluster),
      spec: {
        topicName: name,
        partitions,
        replicas,
        config: {
          'cleanup.policy': 'delete',
          'retention.ms': retentionDays * DAY_MS,
          // A segment goes as a whole: one that stayed open for long would keep its messages beyond their days.
          'segment.ms': DAY_MS,
          'min.insync.replicas': Math.max(1, replicas - 1),
        },
      },
    });
  }
}

class CdcConnector extends KafkaConnector {
  constructor(scope: Construct, id: string, plan: Plan, connector: Connector) {
    super(scope, id, {
      metadata: strimziMetadata(plan, 'KafkaConnector', `${plan.spec.id}.${connector.name}`, connector.cluster),
      spec: {
        class: classOf(connector),
        tasksMax: 1,
        autoRestart: { enabled: true, maxRestarts: MAX_RESTARTS },
        state: 'running',
        config: located({ ...connector.config, ...settingsOf(connector) }, plan.place.namespace),
      },
    });
  }
}

/** Settings whose references name the Secret's namespace: the declaration is the same in every environment, the Secrets are not. */
function located(settings: Connector['config'], namespace: string): Connector['config'] {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      typeof value === 'string' ? value.replace(/^\$\{secrets:/, `$\{secrets:${namespace}/`) : value,
    ]),
  );
}
