/** The part of Strimzi's KafkaConnector that is used here; the CRD's schema keeps it honest in the tests. */
export interface KafkaConnectorResource {
  readonly apiVersion: 'kafka.strimzi.io/v1';
  readonly kind: 'KafkaConnector';
  readonly spec: {
    readonly class: string;
    readonly tasksMax: number;
    readonly autoRestart: { readonly enabled: true; readonly maxRestarts: number };
    readonly state: 'running';
    /** The connector's own settings. */
    readonly config: Readonly<Record<string, string | number | boolean>>;
  };
}
