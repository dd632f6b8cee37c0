/** The part of cert-manager's Certificate that is used here; the CRD's schema keeps it honest in the tests. */
export interface CertificateResource {
  readonly apiVersion: 'cert-manager.io/v1';
  readonly kind: 'Certificate';
  readonly spec: {
    readonly secretName: string;
    readonly dnsNames: readonly string[];
    readonly issuerRef: { readonly group: 'cert-manager.io'; readonly kind: 'ClusterIssuer'; readonly name: string };
    readonly privateKey: { readonly algorithm: 'ECDSA'; readonly size: 256; readonly rotationPolicy: 'Always' };
    readonly usages: readonly ('server auth' | 'digital signature')[];
  };
}
