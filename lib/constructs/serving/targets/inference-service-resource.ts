import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';

/** The part of KServe's InferenceService that is used here; the CRD's schema keeps it honest in the tests. */
export interface InferenceServiceResource {
  readonly apiVersion: 'serving.kserve.io/v1beta1';
  readonly kind: 'InferenceService';
  readonly spec: {
    readonly predictor: IPodSpec & {
      readonly minReplicas: number;
      readonly maxReplicas: number;
      /** Of the pod's request. */
      readonly scaleMetric?: 'cpu' | 'memory';
      /** Whole percent. */
      readonly scaleTarget?: number;
      readonly autoScaling?: {
        readonly metrics: readonly {
          readonly type: 'External';
          readonly external: {
            readonly metric: { readonly backend: 'prometheus'; readonly serverAddress: string; readonly query: string };
            readonly target: { readonly type: 'Value'; readonly value: string };
          };
        }[];
      };
      readonly deploymentStrategy: {
        readonly type: 'RollingUpdate';
        readonly rollingUpdate: { readonly maxSurge: string; readonly maxUnavailable: number };
      };
      /** Of the pods, beside KServe's own. */
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    };
  };
}
