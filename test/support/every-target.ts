import { argocdObjects, platformObjects, synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import type { Config } from '../../lib/contracts/config.ts';
import {
  defineConfig,
  download,
  explainer,
  keda,
  knative,
  kserve,
  memory,
  ociImage,
  seldon,
  sklearnServer,
  triton,
} from '../../lib/index.ts';
import { releaseWith, type Served } from './every-serving.ts';
import type { World } from './every-unit.ts';
import { every, one } from './json.ts';
import { config, context, forecaster, plainProps } from './units.ts';

/** Where no traffic is handed out in steps. */
const environments = { dev: { min: 1, max: 2 }, staging: { min: 2, max: 4 } };

const size = { cpu: '1', memory: '2Gi' } as const;
const volume = { repository: 'registry.example.com/models/model-files', digest: `sha256:${'e'.repeat(64)}` };
const url = 'https://models.example.com/model.joblib';
/** A folder that is called by the checksum of what it holds. */
const inStore = `s3://models/${releaseWith({}).artifact.sha256}`;

function served(props: Partial<Served['props']>, artifact: Parameters<typeof releaseWith>[0] = {}): Served {
  return { props: { ...plainProps, environments, ...props }, release: releaseWith(artifact) };
}

/** Every way to let another controller run the pods. */
export const everyTarget: Readonly<Record<string, Served>> = {
  'KServe, scaled by CPU': served({ target: kserve() }),
  'KServe, file downloaded, scaled by memory, with an explainer': served(
    {
      target: kserve(),
      runtime: sklearnServer(size),
      modelVolume: download(),
      autoscaling: memory({ target: 80 }),
      explainer: explainer({
        image: `registry.example.com/models/explainer@sha256:${'f'.repeat(64)}`,
        port: 9200,
        cpu: '500m',
        memory: '512Mi',
      }),
    },
    { url, bytes: 159_306 },
  ),
  'KServe, OCI volume, scaled by KEDA': served(
    {
      target: kserve(),
      runtime: triton({ ...size, gpu: { limit: 1 } }),
      modelVolume: ociImage(),
      autoscaling: keda({ query: 'sum(rate(istio_requests_total{destination_service_name="model"}[2m]))', target: 50 }),
    },
    { file: 'repository', format: 'torchscript', volume },
  ),
  Knative: served({ target: knative({ concurrency: 10 }) }),
  'Knative installed elsewhere, file downloaded': served(
    { target: knative({ concurrency: 20, namespace: 'knative', gatewayNamespace: 'istio-ingress' }), modelVolume: download() },
    { url, bytes: 159_306 },
  ),
  Seldon: served({ target: seldon(), runtime: sklearnServer(size) }, { url: inStore }),
  'Seldon with a store of its own': served(
    {
      target: seldon({ storageSecret: 'model-store' }),
      runtime: triton(size),
      traffic: {
        consumers: [{ namespace: 'planning', serviceAccount: 'scheduler', methods: ['POST'] }],
      },
    },
    { file: 'repository', format: 'savedmodel', url: inStore },
  ),
};

/** A cluster that has what all of them need. */
export const targeted: Config = defineConfig({
  ...config,
  cluster: {
    crds: {
      'inferenceservices.serving.kserve.io': ['v1beta1'],
      'scaledobjects.keda.sh': ['v1alpha1'],
      'models.mlops.seldon.io': ['v1alpha1'],
      'services.serving.knative.dev': ['v1'],
    },
  },
});

/** One target in one environment, with what stands around it. */
export function targetIn({ props, release }: Served, environment: string): World {
  return {
    environment,
    progressive: false,
    unit: synthesizeUnit(forecaster('model', props), context('model', environment, { versions: { '1.0.0': release }, config: targeted }))
      .manifests,
    platform: platformObjects(targeted, environment),
    argocd: argocdObjects(targeted, environment),
  };
}

/** Every target in every environment that it declares. */
export function targetWorlds(): readonly (readonly [string, World])[] {
  return Object.entries(everyTarget).flatMap(([name, target]) =>
    Object.keys(target.props.environments).map((environment): readonly [string, World] => [
      `${name} in ${environment}`,
      targetIn(target, environment),
    ]),
  );
}

type Fields = Readonly<Record<string, unknown>>;

function deployment(object: Manifest, spec: Fields): Manifest {
  return { ...object, apiVersion: 'apps/v1', kind: 'Deployment', spec };
}

/** What their controllers say about a Deployment themselves: KServe writes ours, Knative has its own. */
const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } };

/** The pod in an object that says more than a pod does. */
function podIn(fields: unknown, ...others: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields as Fields).filter(([name]) => !others.includes(name)));
}

const KSERVE_FIELDS = [
  ...['labels', 'annotations', 'minReplicas', 'maxReplicas', 'scaleMetric', 'scaleTarget', 'autoScaling'],
  'deploymentStrategy',
];

/** As KServe 0.20 does it in its mode Standard: the predictor without KServe's own fields is the pod. */
function byKServe(object: Manifest): Manifest {
  const predictor = one(object, 'spec predictor') as Fields;
  return deployment(object, {
    replicas: predictor['minReplicas'],
    selector: { matchLabels: { 'app.kubernetes.io/name': object.metadata.name } },
    strategy: predictor['deploymentStrategy'],
    template: {
      metadata: { labels: predictor['labels'], annotations: predictor['annotations'] },
      spec: podIn(predictor, ...KSERVE_FIELDS),
    },
  });
}

/** As Knative 1.23 does it: the one port is called `user-port`, and the probes of the container ask there. */
function byKnative(object: Manifest): Manifest {
  const pod = podIn(one(structuredClone(object), 'spec template spec'), 'containerConcurrency', 'timeoutSeconds');
  for (const port of every(pod, 'containers[] ports[]') as { name: string }[]) port.name = 'user-port';
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    for (const get of every(pod, `containers[] ${probe} httpGet`) as { port: string }[]) get.port = 'user-port';
  }
  return deployment(object, {
    replicas: 1,
    selector: { matchLabels: { 'app.kubernetes.io/name': object.metadata.name } },
    strategy,
    template: { metadata: one(object, 'spec template metadata'), spec: pod },
  });
}

/** A world as its controllers make it: a Deployment for each object that stands for one. */
export function asRun(world: World): World {
  const run = (object: Manifest): Manifest =>
    object.kind === 'InferenceService'
      ? byKServe(object)
      : object.apiVersion.startsWith('serving.knative.dev/')
        ? byKnative(object)
        : object;
  return { ...world, unit: world.unit.map(run) };
}
