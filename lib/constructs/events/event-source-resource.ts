import type { EventPod } from './event-pod.ts';

interface SecretKey {
  readonly name: string;
  readonly key: string;
}

interface WebhookContext {
  readonly endpoint: `/${string}`;
  readonly port: string;
  readonly method: 'POST';
  readonly url: string;
}

/** The part of Argo Events' EventSource that is used here. Its CRD has no schema, so this type is all that finds a misspelled field. */
export interface EventSourceResource {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'EventSource';
  readonly spec: {
    readonly eventBusName: string;
    readonly replicas: number;
    readonly template: EventPod;
    readonly service?: {
      readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: number; readonly protocol: 'TCP' }[];
    };
    readonly webhook?: Readonly<Record<string, WebhookContext & { readonly authSecret: SecretKey }>>;
    readonly github?: Readonly<
      Record<
        string,
        {
          readonly repositories: readonly { readonly owner: string; readonly names: readonly string[] }[];
          readonly webhook: WebhookContext;
          readonly events: readonly string[];
          readonly webhookSecret: SecretKey;
          readonly contentType: 'json';
          readonly insecure: boolean;
          readonly active: boolean;
        }
      >
    >;
    readonly resource?: Readonly<
      Record<
        string,
        {
          readonly namespace: string;
          readonly group: string;
          readonly version: string;
          readonly resource: string;
          readonly eventTypes: readonly ('ADD' | 'DELETE' | 'UPDATE')[];
        }
      >
    >;
    readonly kafka?: Readonly<
      Record<
        string,
        {
          readonly url: string;
          readonly topic: string;
          readonly consumerGroup: { readonly groupName: string; readonly oldest: boolean; readonly rebalanceStrategy: 'range' };
          readonly limitEventsPerSecond: number;
          readonly tls: { readonly caCertSecret: SecretKey };
          readonly connectionBackoff: {
            readonly duration: string;
            readonly factor: number;
            readonly jitter: number;
            readonly steps: number;
          };
        }
      >
    >;
  };
}
