/** The part of the Gateway API's HTTPRoute that is used here; the CRD's schema keeps it honest in the tests. */
export interface HttpRouteResource {
  readonly apiVersion: 'gateway.networking.k8s.io/v1';
  readonly kind: 'HTTPRoute';
  readonly spec: {
    readonly parentRefs: readonly (
      | { readonly group: 'gateway.networking.k8s.io'; readonly kind: 'Gateway'; readonly name: string; readonly namespace: string }
      | { readonly group: ''; readonly kind: 'Service'; readonly name: string; readonly port: number }
    )[];
    readonly hostnames: readonly string[];
    readonly rules: readonly {
      readonly matches: readonly { readonly path: { readonly type: 'PathPrefix'; readonly value: string } }[];
      readonly timeouts: { readonly request: `${number}s` };
      readonly backendRefs: readonly {
        readonly group: '';
        readonly kind: 'Service';
        readonly name: string;
        readonly port: number;
        readonly weight: number;
      }[];
    }[];
  };
}
