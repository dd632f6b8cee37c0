/** The part of Istio's EnvoyFilter that is used here: patches of the proxy beside a server, for calls that come in. */
export interface EnvoyFilterResource {
  readonly apiVersion: 'networking.istio.io/v1alpha3';
  readonly kind: 'EnvoyFilter';
  readonly spec: {
    /** Order among filters of a workload, lowest first. */
    readonly priority: number;
    readonly workloadSelector: { readonly labels: Readonly<Record<string, string>> };
    readonly configPatches: readonly (
      | {
          readonly applyTo: 'HTTP_FILTER';
          readonly match: {
            readonly context: 'SIDECAR_INBOUND';
            readonly listener: {
              readonly filterChain: { readonly filter: { readonly name: string; readonly subFilter: { readonly name: string } } };
            };
          };
          /** Data of Envoy's own API: Istio's schema leaves it open, `istioctl validate` checks it. */
          readonly patch: { readonly operation: 'INSERT_BEFORE'; readonly value: Readonly<Record<string, unknown>> };
        }
      | {
          readonly applyTo: 'VIRTUAL_HOST';
          readonly match: { readonly context: 'SIDECAR_INBOUND' };
          readonly patch: { readonly operation: 'MERGE'; readonly value: Readonly<Record<string, unknown>> };
        }
    )[];
  };
}
