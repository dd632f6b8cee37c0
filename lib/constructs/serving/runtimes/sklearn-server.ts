import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { serverOfSize, type ServerFacts, type ServerSize } from './preset.ts';

export type SklearnServerProps = ServerSize;

export const SKLEARN: ServerFacts = { floor: { cpu: '100m', memory: '128Mi' }, formats: ['joblib', 'json'], file: 'model.joblib' };

/** The HTTP server that is in every image of `tools/evidence`: `POST /predict`, health and Prometheus metrics on one port. */
export function sklearnServer(size: SklearnServerProps): Runtime {
  return serverOfSize(
    {
      server: 'sklearn',
      port: 8080,
      metricsPath: '/metrics',
      livenessPath: '/healthz',
      readinessPath: '/readyz',
      modelFolder: '/app/model',
    },
    size,
  );
}
