/** The part of External Secrets Operator's ExternalSecret that is used here; the CRD's schema keeps it honest in the tests. */
export interface ExternalSecretResource {
  readonly apiVersion: 'external-secrets.io/v1';
  readonly kind: 'ExternalSecret';
  readonly spec: {
    readonly refreshInterval: `${number}h`;
    readonly secretStoreRef: { readonly kind: 'ClusterSecretStore' | 'SecretStore'; readonly name: string };
    readonly target: {
      readonly name: string;
      readonly creationPolicy: 'Owner';
      readonly deletionPolicy: 'Retain';
      readonly template?: {
        readonly type: 'kubernetes.io/tls';
        readonly engineVersion: 'v2';
        readonly mergePolicy: 'Replace';
      };
    };
    readonly data: readonly {
      readonly secretKey: string;
      readonly remoteRef: {
        readonly key: string;
        readonly property: string;
        readonly conversionStrategy: 'Default';
        readonly decodingStrategy: 'None';
        readonly metadataPolicy: 'None';
      };
    }[];
  };
}
