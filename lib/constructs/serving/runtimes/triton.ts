import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { serverOfSize, type GpuServerSize, type ServerFacts } from './preset.ts';

export const TRITON: ServerFacts = { floor: { cpu: '1', memory: '2Gi' }, formats: ['onnx', 'torchscript', 'savedmodel'] };

/** Seconds that Triton waits for calls in progress before it exits; its own default is 30. */
const EXIT_SECONDS = 30;

/** What Triton is told whatever its models: ports, readiness only with every model loaded, no loading over the network. */
export function tritonServer(server: 'triton' | 'onnx-runtime', modelFolder: string, size: GpuServerSize): Runtime {
  return serverOfSize(
    {
      server,
      port: 8000,
      grpcPort: 8001,
      metricsPort: 8002,
      metricsPath: '/metrics',
      livenessPath: '/v2/health/live',
      readinessPath: '/v2/health/ready',
      command: ['tritonserver'],
      args: [
        '--model-repository=/models',
        '--model-control-mode=none',
        '--strict-readiness=true',
        `--exit-timeout-secs=${String(EXIT_SECONDS)}`,
        '--http-port=8000',
        '--grpc-port=8001',
        '--metrics-port=8002',
      ],
      modelFolder,
      drainSeconds: EXIT_SECONDS,
    },
    size,
  );
}

/**
 * NVIDIA Triton over a model repository: `POST /v2/models/<name>/infer` (the Open Inference Protocol), gRPC on 8001, metrics
 * on 8002. The volume is the repository: a folder a model with `config.pbtxt` and numbered versions.
 * https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/
 */
export function triton(size: GpuServerSize): Runtime {
  return tritonServer('triton', '/models', size);
}
