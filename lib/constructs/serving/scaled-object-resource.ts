/** The part of KEDA's ScaledObject that is used here; the CRD's schema keeps it honest in the tests. */
export interface ScaledObjectResource {
  readonly apiVersion: 'keda.sh/v1alpha1';
  readonly kind: 'ScaledObject';
  readonly spec: {
    readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
    readonly minReplicaCount: number;
    readonly maxReplicaCount: number;
    /** Seconds between two looks. */
    readonly pollingInterval: number;
    /** Seconds without activity before the last pod would go. */
    readonly cooldownPeriod: number;
    readonly fallback: { readonly failureThreshold: number; readonly replicas: number; readonly behavior: 'currentReplicasIfHigher' };
    readonly triggers: readonly {
      readonly type: 'prometheus';
      readonly name: string;
      readonly metricType: 'AverageValue';
      readonly metadata: {
        readonly serverAddress: string;
        readonly query: string;
        readonly threshold: string;
        readonly ignoreNullValues: 'false';
      };
    }[];
  };
}
