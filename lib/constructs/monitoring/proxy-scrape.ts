import type { Construct } from 'constructs';
import { PodMonitor } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';

/** The proxies' own metrics, of every pod in the namespace that has one. They hold what the calls between models look like. */
export class ProxyScrape extends PodMonitor {
  constructor(scope: Construct, id: string, namespace: string) {
    super(scope, id, {
      metadata: sharedMetadata('PodMonitor', 'proxies'),
      spec: {
        selector: { matchExpressions: [{ key: 'security.istio.io/tlsMode', operator: 'Exists' }] },
        namespaceSelector: { matchNames: [namespace] },
        podMetricsEndpoints: [
          {
            // Istio gives the proxy's container this port, which takes plain HTTP from Prometheus.
            port: 'http-envoy-prom',
            path: '/stats/prometheus',
            scheme: 'http',
            interval: '30s',
          },
        ],
      },
    });
  }
}
