import { argocdObjects, platformObjects, synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import { ADAPTERS } from '../../lib/constructs/external/adapters.ts';
import { crdName } from '../../lib/constructs/external/starters.ts';
import type { Config } from '../../lib/contracts/config.ts';
import {
  airflow,
  cdcConnector,
  type DataProps,
  dataContract,
  defineConfig,
  feast,
  flink,
  kafkaTopic,
  katib,
  kubeflowPipelines,
  kubeflowTrainer,
  type ModelProps,
  ray,
  spark,
  store,
} from '../../lib/index.ts';
import type { World } from './every-unit.ts';
import { every } from './json.ts';
import { config, context, forecaster, plainProps } from './units.ts';

const image = (name: string) => `registry.example.com/jobs/${name}@sha256:${'f'.repeat(64)}`;
const size = { cpu: '2', memory: '4Gi' };

export const sparkJob = spark({
  name: 'rows',
  language: 'Python',
  version: '4.0.4',
  image: image('spark'),
  file: 'local:///opt/jobs/rows.py',
  args: ['--since', '90d'],
  driver: { cpu: '500m', memory: '1Gi' },
  executors: 4,
  perExecutor: size,
  serviceAccount: 'spark',
  deadlineMinutes: 60,
});

export const flinkJob = flink({
  name: 'features',
  version: 'v2_2',
  image: image('flink'),
  jar: 'local:///opt/jobs/features.jar',
  entryClass: 'com.example.Features',
  parallelism: 4,
  jobManager: { cpu: '1', memory: '2Gi' },
  taskManager: size,
  serviceAccount: 'flink',
  operatorNamespace: 'flink-operator',
  deadlineMinutes: 90,
});

export const katibTrainer = katib({
  objective: { metric: 'mean_absolute_error', type: 'minimize' },
  algorithm: 'tpe',
  parameters: [
    { name: 'learning_rate', type: 'double', min: 0.01, max: 0.3 },
    { name: 'loss', type: 'categorical', list: ['absolute_error', 'squared_error'] },
  ],
  trials: { max: 20, parallel: 4, maxFailed: 2 },
  image: image('train'),
  command: ['python', 'train.py', '--rate=${trialParameters.learning_rate}', '--loss=${trialParameters.loss}'],
  perTrial: size,
  operatorNamespace: 'kubeflow',
  deadlineMinutes: 240,
});

/** What a forecaster declares besides, by what it shows. */
export const everyJob: Readonly<Record<string, Partial<ModelProps>>> = {
  'kubeflow trainer': {
    trainer: kubeflowTrainer({
      runtime: 'torch-distributed',
      nodes: 4,
      image: image('train'),
      command: ['torchrun', 'train.py'],
      perNode: size,
      deadlineMinutes: 120,
    }),
  },
  ray: {
    trainer: ray({
      version: '2.52.0',
      image: image('ray'),
      entrypoint: 'python train.py --epochs 10',
      head: { cpu: '1', memory: '2Gi' },
      workers: 3,
      perWorker: size,
      operatorNamespace: 'kuberay-system',
      deadlineMinutes: 120,
    }),
  },
  katib: { trainer: katibTrainer },
  airflow: {
    trainer: airflow({
      url: 'https://airflow.example.com',
      dag: 'train_demand',
      parameters: { horizon: 24, region: 'eu' },
      deadlineMinutes: 120,
    }),
  },
  'kubeflow pipelines': {
    trainer: kubeflowPipelines({
      url: 'http://ml-pipeline.kubeflow.svc.cluster.local:8888',
      pipeline: '0b6f2c3a-1d4e-4f5a-8b7c-9d0e1f2a3b4c',
      version: '5c4b3a2f-6e7d-4c8b-9a0f-1e2d3c4b5a6f',
      parameters: { horizon: 24 },
      deadlineMinutes: 120,
    }),
  },
  'spark, then flink': { data: { jobs: [sparkJob, flinkJob] } },
};

export const registryCommit = '3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a';

export const dataProps: DataProps = {
  contract: dataContract({
    schema: { id: 'rentals.hourly', version: '2.1.0', sha256: 'a'.repeat(64) },
    qualityFloor: 0.995,
    retentionDays: 365,
    classification: 'internal',
  }),
  featureRegistry: { featureViews: [{ spec: { name: 'weather_hourly', features: [{ name: 'temperature' }, { name: 'rain' }] } }] },
  featureViews: [feast({ name: 'weather_hourly', registryCommit, features: ['temperature', 'rain'] })],
  topics: [
    kafkaTopic({ name: 'rentals.closed', cluster: 'events', partitions: 6, retentionDays: 30 }),
    kafkaTopic({ name: 'rentals.opened', cluster: 'events', partitions: 6, replicas: 5 }),
  ],
  connectors: [
    cdcConnector({
      name: 'rentals',
      cluster: 'connect',
      database: {
        kind: 'mysql',
        host: 'rentals.corp.example.com',
        port: 3306,
        name: 'rentals',
        user: '${secrets:rentals-cdc:username}',
        password: '${secrets:rentals-cdc:password}',
      },
      topicPrefix: 'cdc.rentals',
      tables: ['rentals.trips', 'rentals.stations'],
      schemaChanges: { topic: 'schema-changes.rentals', bootstrapServers: 'events-kafka-bootstrap.streams.svc.cluster.local:9093' },
      config: { 'snapshot.mode': 'when_needed' },
    }),
    cdcConnector({
      name: 'weather',
      cluster: 'connect',
      database: {
        kind: 'postgresql',
        host: 'weather.corp.example.com',
        port: 5432,
        name: 'weather',
        user: '${env:WEATHER_USER}',
        password: '${env:WEATHER_PASSWORD}',
      },
      topicPrefix: 'cdc.weather',
      tables: ['public.readings'],
    }),
  ],
  stores: [
    store({
      name: 'online-features',
      kind: 'redis',
      host: 'online.features.svc.cluster.local',
      classification: 'internal',
      retentionDays: 7,
    }),
  ],
};

/** Every part of the data. */
export const everyData: Partial<ModelProps> = {
  data: dataProps,
  traffic: {
    ...plainProps.traffic,
    egress: [{ host: 'online.features.svc.cluster.local', port: 6379, protocol: 'TCP' }],
  },
};

/** Configuration of clusters that have every system. */
export const equipped: Config = defineConfig({
  ...config,
  cluster: {
    crds: {
      'scaledobjects.keda.sh': ['v1alpha1'],
      'inferenceservices.serving.kserve.io': ['v1beta1'],
      'models.mlops.seldon.io': ['v1alpha1'],
      'services.serving.knative.dev': ['v1'],
      'kafkatopics.kafka.strimzi.io': ['v1'],
      'kafkaconnectors.kafka.strimzi.io': ['v1'],
      ...Object.fromEntries(
        Object.values(ADAPTERS).flatMap((adapter) =>
          adapter.by === 'operator' ? [[crdName(adapter.crd), [adapter.crd.version]] as const] : [],
        ),
      ),
    },
  },
});

/** A forecaster that declares this besides, in one environment of such clusters. */
export function unitWith(props: Partial<ModelProps>, environment = 'prod', shared: Config = equipped) {
  return synthesizeUnit(forecaster('model', { ...plainProps, ...props }), context('model', environment, { config: shared }));
}

/** The objects that a unit's workflows create, as they are written there. */
export function created(unit: readonly Manifest[]): readonly Manifest[] {
  return unit.flatMap((object) => every(object, 'spec templates[] resource manifest')).map((text) => JSON.parse(String(text)) as Manifest);
}

/** Every job, and every part of the data, in production. */
export function jobWorlds(): readonly (readonly [string, World])[] {
  return Object.entries({ ...everyJob, 'all data': everyData }).map(([name, props]) => [
    name,
    {
      environment: 'prod',
      progressive: true,
      unit: unitWith(props).manifests,
      platform: platformObjects(equipped, 'prod'),
      argocd: argocdObjects(equipped, 'prod'),
    },
  ]);
}
