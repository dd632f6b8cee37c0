import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { SERVED_NAME, serverOfSize, type GpuServerSize, type ServerFacts } from './preset.ts';

export const MLFLOW: ServerFacts = { floor: { cpu: '500m', memory: '1Gi' }, formats: ['mlflow'] };

/**
 * An MLflow model folder (the one with `MLmodel`) under MLServer, the server that MLflow advises on Kubernetes:
 * `POST /invocations` as MLflow's own, `POST /v2/models/model/infer` as everyone's. What it writes goes to `/tmp`.
 * https://mlflow.org/docs/latest/deployment/deploy-model-to-kubernetes/index.html
 */
export function mlflow(size: GpuServerSize): Runtime {
  return serverOfSize(
    {
      server: 'mlflow',
      port: 8080,
      grpcPort: 8081,
      metricsPort: 8082,
      metricsPath: '/metrics',
      livenessPath: '/v2/health/live',
      readinessPath: '/v2/health/ready',
      command: ['mlserver', 'start', '/models'],
      env: [
        { name: 'MLSERVER_HOST', value: '0.0.0.0' },
        { name: 'MLSERVER_HTTP_PORT', value: '8080' },
        { name: 'MLSERVER_GRPC_PORT', value: '8081' },
        { name: 'MLSERVER_METRICS_PORT', value: '8082' },
        { name: 'MLSERVER_METRICS_DIR', value: '/tmp/metrics' },
        { name: 'MLSERVER_ENVIRONMENTS_DIR', value: '/tmp/environments' },
        { name: 'MLSERVER_MODEL_IMPLEMENTATION', value: 'mlserver_mlflow.MLflowRuntime' },
        { name: 'MLSERVER_MODEL_NAME', value: SERVED_NAME },
        { name: 'MLSERVER_MODEL_URI', value: '/models' },
        { name: 'MLSERVER_USE_STRUCTURED_LOGGING', value: 'true' },
      ],
      modelFolder: '/models',
    },
    size,
  );
}
