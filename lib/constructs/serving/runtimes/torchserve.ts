import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { SERVED_NAME, SETTINGS_FOLDER, sized, type GpuServerSize, type ServerFacts } from './preset.ts';

export const TORCHSERVE: ServerFacts = { floor: { cpu: '1', memory: '2Gi' }, formats: ['mar'], file: 'model.mar' };

/**
 * TorchServe: `POST /predictions/model`. By itself it listens on the loopback only, so its addresses are said; the management
 * API, which can load foreign code, stays on the loopback. The mesh proves who calls, so its own tokens, which it would write
 * into the read-only root, are off. Upstream has ended its maintenance: prefer `triton` for what is new.
 * https://pytorch.org/serve/configuration.html
 */
export function torchserve(size: GpuServerSize): Runtime {
  return {
    server: 'torchserve',
    port: 8080,
    grpcPort: 7070,
    metricsPort: 8082,
    metricsPath: '/metrics',
    livenessPath: '/ping',
    readinessPath: '/ping',
    command: ['torchserve'],
    args: [
      '--start',
      '--foreground',
      '--no-config-snapshots',
      '--disable-token-auth',
      '--model-store',
      '/models',
      '--models',
      `${SERVED_NAME}=${SERVED_NAME}.mar`,
      '--ts-config',
      `${SETTINGS_FOLDER}/config.properties`,
    ],
    env: [
      { name: 'LOG_LOCATION', value: '/tmp/logs' },
      { name: 'METRICS_LOCATION', value: '/tmp/logs' },
      { name: 'TEMP', value: '/tmp' },
    ],
    files: {
      'config.properties': [
        'inference_address=http://0.0.0.0:8080',
        'management_address=http://127.0.0.1:8081',
        'metrics_address=http://0.0.0.0:8082',
        'grpc_inference_address=0.0.0.0',
        'grpc_inference_port=7070',
        'grpc_management_address=127.0.0.1',
        'metrics_mode=prometheus',
        'install_py_dep_per_model=false',
        'disable_system_metrics=true',
        '',
      ].join('\n'),
    },
    modelFolder: '/models',
    ...sized(size),
  };
}
