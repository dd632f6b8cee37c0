import type { Runtime } from '../../contracts/spec/runtime.ts';

export interface SklearnServerProps {
  /** Cores, request and limit alike: `1`, `0.5` or `500m`. */
  readonly cpu: `${number}` | `${number}m`;
  /** Request and limit alike: `512Mi`, `1Gi`. */
  readonly memory: `${number}Mi` | `${number}Gi`;
}

/** The HTTP server that is in every image of `tools/evidence`: `POST /predict`, health and Prometheus metrics on one port. */
export function sklearnServer({ cpu, memory }: SklearnServerProps): Runtime {
  return { server: 'sklearn', port: 8080, metricsPath: '/metrics', livenessPath: '/healthz', readinessPath: '/readyz', cpu, memory };
}
