/**
 * The part of Istio's DestinationRule that is used here. The published type is 1.6 MB and costs as much to check as all
 * other kinds together; the CRD's schema keeps this one honest in the tests.
 */
export interface DestinationRuleResource {
  readonly apiVersion: 'networking.istio.io/v1';
  readonly kind: 'DestinationRule';
  readonly spec: {
    /** A Service of the rule's own namespace by its short name, or a full name. */
    readonly host: string;
    readonly trafficPolicy: {
      readonly tls: { readonly mode: 'ISTIO_MUTUAL' };
      readonly connectionPool: {
        readonly tcp: { readonly connectTimeout: `${number}s`; readonly maxConnections: number };
        readonly http: { readonly http1MaxPendingRequests: number; readonly http2MaxRequests: number };
      };
      readonly outlierDetection: {
        readonly consecutive5xxErrors: number;
        readonly interval: `${number}s`;
        readonly baseEjectionTime: `${number}s`;
        /** Whole percent of the endpoints. */
        readonly maxEjectionPercent: number;
      };
    };
  };
}
