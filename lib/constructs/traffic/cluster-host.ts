const SUFFIX = '.svc.cluster.local';

/** Whether a host is meant to be a Service of the cluster. */
export function looksLikeClusterHost(host: string): boolean {
  return host.endsWith('.local');
}

/** Whether a host is the full name of a Service: `<service>.<namespace>.svc.cluster.local`. */
export function isClusterHost(host: string): boolean {
  return host.endsWith(SUFFIX) && host.split('.').length === 5;
}

/** The namespace in the full name of a Service. */
export function namespaceOfHost(host: string): string {
  return host.split('.')[1] ?? '';
}
