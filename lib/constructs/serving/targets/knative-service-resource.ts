import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';

/** The part of Knative's Service that is used here; the CRD's schema keeps it honest in the tests. */
export interface KnativeServiceResource {
  readonly apiVersion: 'serving.knative.dev/v1';
  readonly kind: 'Service';
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> };
      readonly spec: IPodSpec & {
        /** Calls that a pod may have in progress; 0 for any number. */
        readonly containerConcurrency: number;
        /** For one call; also what a pod gets to end. */
        readonly timeoutSeconds: number;
      };
    };
    readonly traffic: readonly { readonly latestRevision: boolean; readonly percent: number }[];
  };
}
