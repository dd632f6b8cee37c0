import type { Check } from '../check.ts';
import { cores, mebibytes } from './quantity.ts';
import { SERVER_FACTS } from './runtimes/server-facts.ts';

/** Variables that hand a container the node's GPUs behind the scheduler's back. */
const GPU_VARIABLES = ['NVIDIA_VISIBLE_DEVICES', 'CUDA_VISIBLE_DEVICES'];

export const checkRuntime: Check = ({ runtime }, { mistakes }) => {
  const { floor } = SERVER_FACTS[runtime.server];
  const cpu = cores(runtime.cpu);
  if (cpu === null) {
    mistakes.note('runtime.cpu', runtime.cpu, 'expected cores above zero, such as 1, 0.5 or 500m', 'Correct the quantity.');
  } else if (cpu < (cores(floor.cpu) ?? 0)) {
    mistakes.note('runtime.cpu', runtime.cpu, `expected at least ${floor.cpu} for ${runtime.server}`, 'Raise it.');
  }
  const memory = mebibytes(runtime.memory);
  if (memory === null) {
    mistakes.note('runtime.memory', runtime.memory, 'expected memory above zero in Mi or Gi', 'Correct the quantity.');
  } else if (memory < (mebibytes(floor.memory) ?? 0)) {
    mistakes.note('runtime.memory', runtime.memory, `expected at least ${floor.memory} for ${runtime.server}`, 'Raise it.');
  }

  const ports = [runtime.port, runtime.grpcPort, runtime.metricsPort].filter((port) => port !== undefined);
  if (new Set(ports).size < ports.length) {
    mistakes.note('runtime', ports, 'expected different ports for HTTP, gRPC and metrics', 'Leave metricsPort out when it is the same.');
  }
  for (const { name } of runtime.env ?? []) {
    if (GPU_VARIABLES.includes(name) && runtime.gpu === undefined) {
      mistakes.note(
        'runtime.env',
        name,
        'expected runtime.gpu with a limit beside it',
        'Declare gpu: { limit: 1 }, or remove the variable.',
      );
    }
  }
};
