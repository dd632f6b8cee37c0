import { synthesizeUnit, argocdObjects, platformObjects } from '../../lib/constructs/index.ts';
import type { Config } from '../../lib/contracts/config.ts';
import type { Release } from '../../lib/contracts/release.ts';
import {
  batchInference,
  cpu,
  customMetric,
  customRuntime,
  defineConfig,
  download,
  explainer,
  fastapi,
  keda,
  memory,
  mlflow,
  type ModelProps,
  ociImage,
  onnxRuntime,
  sklearnServer,
  stage,
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

const beside = (name: string) => `registry.example.com/models/${name}@sha256:${'f'.repeat(64)}` as const;

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
  'scaled by CPU': served({ autoscaling: cpu({ target: 60 }) }),
  'scaled by memory': served({ autoscaling: memory({ target: 80 }) }),
  'scaled by a custom metric': served({ autoscaling: customMetric({ metric: 'model_queue_length', target: 10 }) }),
  'scaled by KEDA': served({
    autoscaling: keda({ query: 'sum(rate(istio_requests_total{destination_service_name="model"}[2m]))', target: 50 }),
  }),
  'batch inference': served({
    batch: batchInference({
      schedule: '0 3 * * *',
      timezone: 'Europe/Berlin',
      deadlineMinutes: 90,
      input: { endpoint: 's3.example.com', region: 'eu-central-1', bucket: 'rows', key: 'daily/rows.jsonl' },
      sink: { endpoint: 's3.example.com', region: 'eu-central-1', bucket: 'predictions', key: 'model' },
    }),
  }),
  'stages before the server, explainer beside it': served({
    stages: [
      stage({ name: 'validate', image: beside('validate'), port: 9101, cpu: '100m', memory: '128Mi' }),
      stage({
        name: 'enrich',
        image: beside('enrich'),
        port: 9102,
        livenessPath: '/live',
        readinessPath: '/ready',
        cpu: '100m',
        memory: '128Mi',
      }),
    ],
    explainer: explainer({ image: beside('explainer'), port: 9200, cpu: '500m', memory: '512Mi' }),
  }),
  'card served': served({ card: { served: true } }),
};

/** Configuration of a cluster that has every adapter's definitions. */
export const equipped: Config = defineConfig({ ...config, cluster: { crds: { 'scaledobjects.keda.sh': ['v1alpha1'] } } });

/** One way to serve a model in one environment, with what stands around it. */
export function servedIn({ props, release: fact }: Served, environment: string): World {
  return {
    environment,
    progressive: config.environments.some(({ name, progressive }) => name === environment && progressive),
    unit: synthesizeUnit(forecaster('model', props), context('model', environment, { versions: { '1.0.0': fact }, config: equipped }))
      .manifests,
    platform: platformObjects(equipped, environment),
    argocd: argocdObjects(equipped, environment),
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
