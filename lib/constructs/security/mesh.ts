/** Where istiod runs: Istio's own default, which its certificates and charts assume. */
export const ISTIOD_NAMESPACE = 'istio-system';

/** Istiod's port for configuration and certificates, and the port on which each proxy shows its own metrics. */
export const ISTIOD_PORT = 15012;
export const PROXY_METRICS_PORT = 15090;

/** An identity as the mesh proves it. */
export function principal(namespace: string, serviceAccount: string): string {
  return `cluster.local/ns/${namespace}/sa/${serviceAccount}`;
}

/** Selects a namespace by the label that the API server itself sets. */
export function namespaceNamed(name: string) {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
}

/** Egress to wherever, at some ports: for what no selector can name. */
export function toAnywhere(...ports: readonly number[]) {
  return { ports: ports.map((port) => ({ protocol: 'TCP' as const, port })) };
}

/** The API server's usual ports; the first is HTTPS everywhere else. */
export const API_SERVER_PORTS = [443, 6443] as const;

/** Egress to the cluster's DNS. */
export function toDns() {
  return {
    to: [{ ...namespaceNamed('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
    ports: [
      { protocol: 'UDP' as const, port: 53 },
      { protocol: 'TCP' as const, port: 53 },
    ],
  };
}

/** What a caller may ask for that declares nothing else. */
export const CALLS = ['GET', 'POST'] as const;
