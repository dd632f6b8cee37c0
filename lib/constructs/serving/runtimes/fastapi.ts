import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { fromGiven } from '../../from-given.ts';
import { sized, type GpuServerSize, type ServerFacts } from './preset.ts';

export interface FastapiProps extends GpuServerSize {
  /** Module and variable of the application, as uvicorn takes it: `serving.main:app`. */
  readonly app: `${string}:${string}`;
  /** Paths that the application answers: FastAPI has none of its own. @default /healthz */
  readonly livenessPath?: `/${string}`;
  /** Answers once the model is loaded. @default /readyz */
  readonly readinessPath?: `/${string}`;
  /** Prometheus metrics, such as prometheus-fastapi-instrumentator's. @default /metrics */
  readonly metricsPath?: `/${string}`;
  /** Seconds for calls in progress when a pod ends. @default 20 */
  readonly drainSeconds?: number;
}

export const FASTAPI: ServerFacts = { floor: { cpu: '100m', memory: '128Mi' }, formats: ['joblib', 'json', 'onnx', 'torchscript'] };

/**
 * A FastAPI application under uvicorn, one process a pod: more pods, not more workers, so that the autoscaler sees each.
 * https://www.uvicorn.org/settings/
 */
export function fastapi(props: FastapiProps): Runtime {
  return fromGiven(props, ({ app, livenessPath, readinessPath, metricsPath, drainSeconds = 20, ...size }) => ({
    server: 'fastapi',
    port: 8000,
    livenessPath: livenessPath ?? '/healthz',
    readinessPath: readinessPath ?? '/readyz',
    metricsPath: metricsPath ?? '/metrics',
    command: ['uvicorn', app],
    args: ['--host', '0.0.0.0', '--port', '8000', '--no-access-log', '--timeout-graceful-shutdown', String(drainSeconds)],
    modelFolder: '/models',
    drainSeconds,
    ...sized(size),
  }));
}
