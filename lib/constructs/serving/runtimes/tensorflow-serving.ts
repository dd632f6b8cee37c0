import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { SERVED_NAME, SETTINGS_FOLDER, serverOfSize, type GpuServerSize, type ServerFacts } from './preset.ts';

export const TENSORFLOW_SERVING: ServerFacts = { floor: { cpu: '500m', memory: '1Gi' }, formats: ['savedmodel'] };

/**
 * TensorFlow Serving: `POST /v1/models/model:predict` on 8501, `PredictionService` on 8500. Ready is when the model's metadata
 * can be read: the status path answers 200 while it still loads. The volume never changes, so it is looked at once.
 * https://www.tensorflow.org/tfx/serving/serving_config
 */
export function tensorflowServing(size: GpuServerSize): Runtime {
  return serverOfSize(
    {
      server: 'tensorflow-serving',
      port: 8501,
      grpcPort: 8500,
      metricsPath: '/monitoring/prometheus/metrics',
      livenessPath: `/v1/models/${SERVED_NAME}`,
      readinessPath: `/v1/models/${SERVED_NAME}/metadata`,
      command: ['tensorflow_model_server'],
      args: [
        '--port=8500',
        '--rest_api_port=8501',
        `--model_name=${SERVED_NAME}`,
        `--model_base_path=/models/${SERVED_NAME}`,
        '--file_system_poll_wait_seconds=0',
        `--monitoring_config_file=${SETTINGS_FOLDER}/monitoring.config`,
      ],
      files: { 'monitoring.config': 'prometheus_config { enable: true, path: "/monitoring/prometheus/metrics" }\n' },
      // A version is a numbered folder below the base path.
      modelFolder: `/models/${SERVED_NAME}/1`,
    },
    size,
  );
}
