import type { Runtime } from '../../../contracts/spec/runtime.ts';
import { fromGiven } from '../../from-given.ts';
import { sized, type GpuServerSize, type ServerFacts } from './preset.ts';

export interface CustomRuntimeProps extends GpuServerSize {
  /** Where it answers over HTTP, 1024 to 65535. */
  readonly port: number;
  /** Where it answers over gRPC. @default nowhere */
  readonly grpcPort?: number;
  /** Where its metrics are. @default port */
  readonly metricsPort?: number;
  readonly metricsPath: `/${string}`;
  readonly livenessPath: `/${string}`;
  readonly readinessPath: `/${string}`;
  /** Program. @default what the image starts */
  readonly command?: readonly string[];
  /** @default none */
  readonly args?: readonly string[];
  /** Variables by name; never a credential. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it looks for the model's files when they come as a volume. @default /models */
  readonly modelFolder?: `/${string}`;
  /** Seconds for calls in progress when a pod ends. @default 20 */
  readonly drainSeconds?: number;
}

export const CUSTOM: ServerFacts = {
  floor: { cpu: '50m', memory: '64Mi' },
  formats: ['joblib', 'onnx', 'json', 'torchscript', 'savedmodel', 'mar', 'mlflow'],
};

/** A server that has no preset: say what it listens on and what it answers. */
export function customRuntime(props: CustomRuntimeProps): Runtime {
  return fromGiven(props, ({ env, modelFolder = '/models', cpu, memory, gpu, ...rest }) => ({
    server: 'custom',
    ...rest,
    ...(env === undefined ? {} : { env: variables(env) }),
    modelFolder,
    ...sized({ cpu, memory, ...(gpu === undefined ? {} : { gpu }) }),
  }));
}

function variables(env: NonNullable<CustomRuntimeProps['env']>): NonNullable<Runtime['env']> {
  return fromGiven(env, (given) => Object.entries(given).map(([name, value]) => ({ name, value })));
}
