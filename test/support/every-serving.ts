import { synthesizeUnit, argocdObjects, platformObjects } from '../../lib/constructs/index.ts';
import type { Release } from '../../lib/contracts/release.ts';
import {
  customRuntime,
  download,
  fastapi,
  mlflow,
  type ModelProps,
  ociImage,
  onnxRuntime,
  sklearnServer,
  tensorflowServing,
  torchserve,
  triton,
} from '../../lib/index.ts';
import type { World } from './every-unit.ts';
import { config, context, forecaster, plainProps, release } from './units.ts';

const size = { cpu: '1', memory: '2Gi' } as const;

/** A release whose model file is not in its image. */
export function releaseWith(artifact: Partial<Release['artifact']>): Release {
  const plain = release('model', '1.0.0');
  return { ...plain, artifact: { ...plain.artifact, ...artifact } };
}

const volume = { repository: 'registry.example.com/models/model-files', digest: `sha256:${'e'.repeat(64)}` };

/** One way to serve a model, and the release that fits it. */
export interface Served {
  readonly props: ModelProps;
  readonly release: Release;
}

function served(props: Partial<ModelProps>, artifact: Partial<Release['artifact']> = {}): Served {
  return { props: { ...plainProps, ...props }, release: releaseWith(artifact) };
}

/** Every capability of serving once. */
export const everyServing: Readonly<Record<string, Served>> = {
  'sklearn, file downloaded': served(
    { runtime: sklearnServer(size), modelVolume: download() },
    { url: 'https://models.example.com/model.joblib', bytes: 159_306 },
  ),
  'fastapi, file downloaded': served(
    { runtime: fastapi({ ...size, app: 'serving.main:app' }), modelVolume: download() },
    { file: 'model.onnx', format: 'onnx', url: 'https://models.example.com/model.onnx', bytes: 159_306 },
  ),
  'torchserve, OCI volume': served({ runtime: torchserve(size), modelVolume: ociImage() }, { file: 'model.mar', format: 'mar', volume }),
  'tensorflow serving, OCI volume': served(
    { runtime: tensorflowServing(size), modelVolume: ociImage() },
    { file: 'saved-model', format: 'savedmodel', volume },
  ),
  'onnx runtime, OCI volume': served(
    { runtime: onnxRuntime(size), modelVolume: ociImage() },
    { file: 'model.onnx', format: 'onnx', volume },
  ),
  'triton with a GPU, OCI volume': served(
    { runtime: triton({ ...size, gpu: { limit: 1 } }), modelVolume: ociImage() },
    { file: 'repository', format: 'torchscript', volume },
  ),
  'mlflow, OCI volume': served({ runtime: mlflow(size), modelVolume: ociImage() }, { file: 'MLmodel', format: 'mlflow', volume }),
  'a server of its own': served({
    runtime: customRuntime({
      ...size,
      port: 9000,
      grpcPort: 9001,
      metricsPort: 9002,
      metricsPath: '/metrics',
      livenessPath: '/live',
      readinessPath: '/ready',
      command: ['/serve'],
      args: ['--port', '9000'],
      env: { OMP_NUM_THREADS: '1' },
      gpu: { limit: 2, nodes: { 'nvidia.com/gpu.product': 'NVIDIA-A10' } },
      drainSeconds: 60,
    }),
  }),
};

/** One way to serve a model in one environment, with what stands around it. */
export function servedIn({ props, release: fact }: Served, environment: string): World {
  return {
    environment,
    progressive: config.environments.some(({ name, progressive }) => name === environment && progressive),
    unit: synthesizeUnit(forecaster('model', props), context('model', environment, { versions: { '1.0.0': fact } })).manifests,
    platform: platformObjects(config, environment),
    argocd: argocdObjects(config, environment),
  };
}

/** Every way to serve in every environment that it declares. */
export function servingWorlds(): readonly (readonly [string, World])[] {
  return Object.entries(everyServing).flatMap(([name, served]) =>
    Object.keys(served.props.environments).map((environment): readonly [string, World] => [
      `${name} in ${environment}`,
      servedIn(served, environment),
    ]),
  );
}
