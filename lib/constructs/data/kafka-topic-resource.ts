/** The part of Strimzi's KafkaTopic that is used here; the CRD's schema keeps it honest in the tests. */
export interface KafkaTopicResource {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaTopic';
  readonly spec: {
    readonly topicName: string;
    readonly partitions: number;
    readonly replicas: number;
    /** Kafka's own settings. */
    readonly config: Readonly<Record<string, string | number>>;
  };
}
