import type { EventPod } from './event-pod.ts';

/** One event that a Sensor waits for, by the name that its triggers use. */
export interface Dependency {
  readonly name: string;
  readonly eventSourceName: string;
  readonly eventName: string;
  readonly filters?: {
    readonly data?: readonly {
      readonly path: string;
      readonly type: 'bool' | 'string';
      readonly value: readonly string[];
      readonly comparator?: '=' | '!=';
    }[];
    readonly script?: string;
  };
}

/** What a Sensor does with an event. */
export interface SensorTrigger {
  readonly template: {
    readonly name: string;
    /** Names of dependencies. The controller does not check them: an unknown one never comes true. */
    readonly conditions: string;
    readonly k8s: {
      readonly operation: 'create';
      readonly source: { readonly resource: Readonly<Record<string, unknown>> };
      readonly parameters: readonly {
        readonly src: { readonly dependencyName: string; readonly dataTemplate?: string; readonly contextTemplate?: string };
        readonly dest: string;
        readonly operation: 'append';
      }[];
    };
  };
  readonly rateLimit?: { readonly unit: 'Hour' | 'Minute' | 'Second'; readonly requestsPerUnit: number };
  readonly retryStrategy: { readonly steps: number; readonly duration: string; readonly factor: number; readonly jitter: number };
  readonly atLeastOnce: boolean;
}

/** The part of Argo Events' Sensor that is used here. Its CRD has no schema, so this type is all that finds a misspelled field. */
export interface SensorResource {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Sensor';
  readonly spec: {
    readonly eventBusName: string;
    readonly replicas: number;
    readonly template: EventPod;
    readonly dependencies: readonly Dependency[];
    readonly triggers: readonly SensorTrigger[];
  };
}
