import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { synthesizeUnit, type Manifest } from '../../../lib/constructs/index.ts';
import { emitYaml } from '../../../lib/contracts/canonical-yaml.ts';
import {
  customMetric,
  download,
  explainer,
  externalSecret,
  gatewayApi,
  knative,
  kserve,
  memory,
  seldon,
  sklearnServer,
  stage,
  torchserve,
  triton,
  type ModelProps,
} from '../../../lib/index.ts';
import { complaints } from '../../support/errors.ts';
import { everyServing, releaseWith } from '../../support/every-serving.ts';
import { asRun, everyTarget, targeted, targetIn, targetWorlds } from '../../support/every-target.ts';
import { every, manifest, one } from '../../support/json.ts';
import { config, context, forecaster, plainProps } from '../../support/units.ts';

const folder = path.join(import.meta.dirname, '../golden/targets');
const update = process.env['UPDATE_GOLDEN'] === '1';

/** The manifests that differ from those of a model without a target, in one file. */
function difference(manifests: readonly Manifest[]): string {
  const plain = synthesizeUnit(forecaster('model'), context('model', 'staging')).manifests;
  const known = new Set(plain.map((object) => emitYaml(object)));
  return manifests
    .map((object) => emitYaml(object))
    .filter((text) => !known.has(text))
    .join('---\n');
}

const files = Object.fromEntries(
  Object.entries(everyTarget).map(([name, target]) => [
    `${name.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}.yaml`,
    difference(targetIn(target, 'staging').unit),
  ]),
);

if (update) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
}

test('there is a reviewed file for every target, and for nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
});

test.each(Object.entries(files))('%s comes out as reviewed', (file, text) => {
  expect(text).toBe(readFileSync(path.join(folder, file), 'utf8'));
});

const unitOf = (name: string) => {
  const target = everyTarget[name];
  if (target === undefined) throw new Error(`no target ${name}`);
  return targetIn(target, 'staging').unit;
};

/** Those whose pods are the unit's own. */
const withPods = targetWorlds().filter(([, { unit }]) => unit.every(({ kind }) => kind !== 'Model'));

test.each(targetWorlds())('%s: one controller runs the pods and decides how many there are', (_, { unit }) => {
  const runs = unit.filter(
    ({ kind, apiVersion }) => /^(Deployment|InferenceService|Model)$/.test(kind) || apiVersion === 'serving.knative.dev/v1',
  );
  expect(runs.map(({ metadata }) => metadata.name)).toEqual(['model']);
  expect(unit.map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
  expect(unit.map(({ kind }) => kind)).not.toContain('ScaledObject');
});

test.each(targetWorlds())('%s: the catalog promises the workload with its containers', (_, world) => {
  const { environment, unit } = world;
  const name = Object.entries(everyTarget).find(
    ([, target]) => JSON.stringify(targetIn(target, environment).unit) === JSON.stringify(unit),
  );
  const { spec } = synthesizeUnit(
    forecaster('model', name?.[1].props),
    context('model', environment, { config: targeted, versions: { '1.0.0': name?.[1].release as never } }),
  );
  const promised = spec.environments.find((place) => place.name === environment)?.workloads ?? [];
  const [workload] = promised;
  expect(unit.some(({ kind, metadata }) => kind === workload?.kind && metadata.name === workload.name)).toBe(true);
  // Seldon's servers are others' pods.
  if (workload?.kind === 'Model') {
    expect(workload.containers).toEqual([]);
    return;
  }
  const pod = one(manifest(asRun(world).unit, 'Deployment', 'model'), 'spec template spec');
  expect([...every(pod, 'containers[] name'), ...every(pod, 'initContainers[] name')]).toEqual(workload?.containers);
});

test.each(withPods)('%s: Prometheus finds exactly one Service over the pods, and its port', (_, { unit }) => {
  const monitor = manifest(unit, 'ServiceMonitor');
  const wanted = every(monitor, 'spec selector matchExpressions[] key').map(String);
  const scraped = unit.filter(
    (object) => object.kind === 'Service' && wanted.every((key) => key in (one(object, 'metadata labels') as Record<string, string>)),
  );
  expect(scraped).toHaveLength(1);
  expect(every(scraped[0], 'spec ports[] name')).toContain(one(monitor, 'spec endpoints[] port'));
  const alert = every(manifest(unit, 'PrometheusRule'), 'spec groups[] rules[]').find(
    (rule) => one(rule, 'alert') === 'ModelScrapeMissing',
  );
  expect(one(alert, 'expr')).toContain(`service="${String(scraped[0]?.metadata.name)}"`);
});

test('KServe is told to make no way in of its own, and finds the server by the name that it would give it', () => {
  const service = manifest(unitOf('KServe, scaled by CPU'), 'InferenceService');
  expect(one(service, 'metadata labels')).toMatchObject({ 'networking.kserve.io/visibility': 'cluster-local' });
  expect(one(service, 'metadata annotations')).toMatchObject({
    'serving.kserve.io/deploymentMode': 'Standard',
    'serving.kserve.io/autoscalerClass': 'hpa',
  });
  expect(every(service, 'spec predictor containers[] name')).toEqual(['kserve-container']);
});

test('Knative gets no hook and no name of a port but its own, and a call may take as long as a pod may take to end', () => {
  const service = unitOf('Knative').find(({ apiVersion }) => apiVersion === 'serving.knative.dev/v1');
  expect(every(service, 'spec template spec containers[] lifecycle')).toEqual([]);
  expect(every(service, 'spec template spec containers[] ports[] name')).toEqual(['http1']);
  expect(one(service, 'spec template spec timeoutSeconds')).toBe(30);
  expect(one(service, 'spec traffic')).toEqual([{ latestRevision: true, percent: 100 }]);
});

test('the pods of a Knative Service admit callers at its proxy, and Prometheus and its autoscaler nowhere else', () => {
  const unit = unitOf('Knative installed elsewhere, file downloaded');
  const rules = every(manifest(unit, 'AuthorizationPolicy'), 'spec rules[]');
  const portsOf = (principal: string) =>
    rules
      .filter((rule) => every(rule, 'from[] source principals[]').includes(principal))
      .flatMap((rule) => every(rule, 'to[] operation ports[]'));
  expect(portsOf('cluster.local/ns/planning/sa/scheduler')).toEqual(['8012', '8013']);
  expect(portsOf('cluster.local/ns/istio-ingress/sa/istio-ingressgateway')).toEqual(['8012', '8013']);
  expect(portsOf('cluster.local/ns/monitoring/sa/*')).toEqual(['8080']);
  expect(portsOf('cluster.local/ns/knative/sa/*')).toEqual(['9090']);
  const route = manifest(unit, 'VirtualService');
  expect(every(route, 'spec http[] route[] destination host')).toEqual(['knative-local-gateway.istio-ingress.svc.cluster.local']);
  expect(every(route, 'spec http[] rewrite authority')).toEqual(['model.models-staging.svc.cluster.local']);
});

test('Seldon is told the release by the folder of its files, and starts where it may shrink to', () => {
  const model = manifest(unitOf('Seldon with a store of its own'), 'Model');
  const { artifact } = everyTarget['Seldon with a store of its own']?.release ?? {};
  expect(one(model, 'spec')).toEqual({
    storageUri: artifact?.url,
    requirements: ['tensorflow'],
    memory: '2Gi',
    replicas: 2,
    minReplicas: 2,
    maxReplicas: 4,
    secretName: 'model-store',
  });
  expect(artifact?.url).toContain(artifact?.sha256);
});

test('callers of a model under Seldon name it to the shared proxy, and no other one behind it', () => {
  const unit = unitOf('Seldon');
  const policy = manifest(unit, 'AuthorizationPolicy');
  const proxy = { 'app.kubernetes.io/name': 'seldon-envoy' };
  expect(one(policy, 'spec selector matchLabels')).toEqual(proxy);
  const rules = every(policy, 'spec rules[]');
  expect(rules.map((rule) => every(rule, 'from[] source principals[]'))).toEqual([
    ['cluster.local/ns/istio-ingress/sa/istio-ingressgateway'],
    ['cluster.local/ns/planning/sa/scheduler'],
  ]);
  for (const rule of rules) {
    expect(every(rule, 'to[] operation paths[]')).toEqual(['/v2/models/model', '/v2/models/model/*']);
    expect(every(rule, 'to[] operation ports[]')).toEqual(['9000']);
    expect(one(rule, 'when')).toEqual([
      { key: 'request.headers[seldon-model]', values: ['model'] },
      { key: 'request.headers[seldon-internal-model]', notValues: ['*'] },
    ]);
  }
  const route = manifest(unit, 'VirtualService');
  expect(one(route, 'spec http[] headers request')).toEqual({ set: { 'seldon-model': 'model' }, remove: ['seldon-internal-model'] });
  expect(one(manifest(unit, 'Service'), 'spec selector')).toEqual(proxy);
  expect(one(manifest(unit, 'NetworkPolicy'), 'spec podSelector matchLabels')).toEqual(proxy);
  expect(unit.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
  expect(unit.map(({ kind }) => kind)).not.toContain('ServiceMonitor');
  expect(unit.some(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === 'model')).toBe(false);
});

describe('a target that cannot serve what is declared is named with what was expected', () => {
  const environments = { dev: { min: 1, max: 2 } };
  const about = (wrong: unknown, shared = targeted): readonly string[] => {
    const props = { ...plainProps, environments, ...(wrong as Partial<ModelProps>) };
    return complaints(() => synthesizeUnit(forecaster('model', props), context('model', 'dev', { config: shared })));
  };
  const beside = explainer({
    image: `registry.example.com/models/explainer@sha256:${'f'.repeat(64)}`,
    port: 9200,
    cpu: '500m',
    memory: '512Mi',
  });
  const { runtime, traffic } = plainProps;
  const router = gatewayApi({ gateway: 'public', namespace: 'gateways', serviceAccount: 'public' });
  const target = knative({ concurrency: 10 });

  test('nothing of that name', () => {
    expect(about({ target: { system: 'sagemaker' } })).toEqual([
      'model.invalid dev/model: target is {"system":"sagemaker"}; must have a system that is one of "kserve", "knative", "seldon"',
    ]);
  });

  test.each([
    [
      'a rollout that Argo hands out',
      { target: kserve(), environments: { dev: { min: 1, max: 2 }, prod: { min: 3, max: 6 } } },
      'target is "kserve"; must be absent in prod: a Rollout hands out traffic there, and runs its pods itself',
    ],
    [
      'a metric that KServe knows no way to',
      { target: kserve(), autoscaling: customMetric({ metric: 'queue', target: 1 }) },
      'autoscaling is "custom-metric"; expected cpu, memory or keda for kserve',
    ],
    [
      'an order to KServe in a variable',
      { target: kserve(), runtime: { ...runtime, env: [{ name: 'STORAGE_URI', value: 's3://x' }] } },
      'runtime.env is "STORAGE_URI"; expected none of',
    ],
    [
      'an autoscaler beside Knative’s',
      { target, autoscaling: memory({ target: 80 }) },
      'autoscaling is "memory"; must be absent for knative: its own autoscaler follows target.concurrency',
    ],
    [
      'several ports',
      { target, runtime: torchserve({ cpu: '1', memory: '2Gi' }) },
      'runtime.metricsPort is 8082; must be absent for knative: its pods have one port',
    ],
    ['a port of Knative’s proxy', { target, runtime: { ...runtime, port: 8012 } }, "runtime.port is 8012; expected none of Knative's own"],
    [
      'a variable of Knative’s',
      { target, runtime: { ...runtime, env: [{ name: 'PORT', value: '1' }] } },
      'runtime.env is "PORT"; expected none of',
    ],
    [
      'draining beyond what a call may take',
      { target, runtime: { ...runtime, drainSeconds: 3600 } },
      'runtime.drainSeconds is 3600; expected at most 570 for knative',
    ],
    ['an explainer beside Knative’s one port', { target, explainer: beside }, 'explainer is 9200; must be absent for knative'],
    [
      'a rate limit on what the autoscaler reads',
      { target, traffic: { ...traffic, rateLimit: { requestsPerSecond: 5, burst: 5 } } },
      'traffic.rateLimit is {"requestsPerSecond":5,"burst":5}; must be absent for knative',
    ],
    [
      'a router beside the mesh',
      { target, traffic: { ...traffic, via: router } },
      'traffic.via is "gateway-api"; expected istio() for knative',
    ],
    [
      'a rollout that Argo hands out over Seldon’s servers',
      { target: seldon(), environments: { prod: { min: 3, max: 6 } } },
      'target is "seldon"; must be absent in prod',
    ],
    [
      'a server that Seldon has none like',
      { target: seldon(), runtime: torchserve({ cpu: '1', memory: '2Gi' }) },
      'runtime.server is "torchserve"; expected one that a server of Seldon stands in for, sklearn, mlflow, onnx-runtime, triton',
    ],
    [
      'devices of servers that are shared',
      { target: seldon(), runtime: triton({ cpu: '1', memory: '2Gi', gpu: { limit: 1 } }) },
      'runtime.gpu is {',
    ],
    [
      'files that come by another way',
      { target: seldon(), modelVolume: download() },
      'modelVolume is "download"; must be absent for seldon: Seldon fetches the files from artifact.url itself',
    ],
    [
      'an autoscaler beside Seldon’s',
      { target: seldon(), autoscaling: memory({ target: 80 }) },
      'autoscaling is "memory"; must be absent for seldon',
    ],
    [
      'an explainer beside servers that are shared',
      { target: seldon(), explainer: beside },
      'explainer is 9200; must be absent for seldon',
    ],
    [
      'a stage before servers that are shared',
      {
        target: seldon(),
        stages: [
          stage({
            name: 'clean',
            image: `registry.example.com/models/clean@sha256:${'f'.repeat(64)}`,
            port: 9300,
            cpu: '500m',
            memory: '512Mi',
          }),
        ],
      },
      '; must be absent for seldon: its servers are shared with other models',
    ],
    [
      'a batch beside servers that are shared',
      { target: seldon(), batch: everyServing['batch inference']?.props.batch },
      'batch is "0 3 * * *"; must be absent for seldon',
    ],
    [
      'a secret for servers that are shared',
      { target: seldon(), secrets: [externalSecret('warehouse', { keys: ['password'] })] },
      '; must be absent for seldon: its servers are shared with other models, and what one reads all do',
    ],
    [
      'a rate limit for servers that are shared',
      { target: seldon(), traffic: { ...traffic, rateLimit: { requestsPerSecond: 5, burst: 5 } } },
      'traffic.rateLimit is {"requestsPerSecond":5,"burst":5}; must be absent for seldon',
    ],
    [
      'tokens at a proxy that is shared',
      {
        target: seldon(),
        traffic: {
          ...traffic,
          issuers: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys', audiences: ['models'] }],
        },
      },
      'must be absent for seldon: its servers are shared with other models, and so is what takes their calls',
    ],
    [
      'a way out for servers that are shared',
      { target: seldon(), traffic: { ...traffic, egress: [{ host: 'api.example.org', port: 443, protocol: 'HTTPS' }] } },
      'must be absent for seldon: its servers are shared with other models, and what one may call all may',
    ],
    [
      'a router that sets no header',
      { target: seldon(), traffic: { ...traffic, via: router } },
      'traffic.via is "gateway-api"; expected istio() for seldon',
    ],
    [
      'a path that Seldon does not serve the model at',
      {
        target: seldon(),
        traffic: {
          consumers: [{ ...traffic.consumers[0], paths: ['/v2/models/model', '/v2/models/model/infer', '/v2/models/models/infer'] }],
        },
      },
      'traffic.consumers[0].paths is "/v2/models/models/infer"; expected /v2/models/model or what is below it',
    ],
    ['a Secret of no name', { target: seldon({ storageSecret: 'Model Store' }) }, 'target.storageSecret is "Model Store"'],
    ['calls in progress below one', { target: knative({ concurrency: 0 }) }, 'target.concurrency is 0; must be >= 1'],
  ])('%s', (_, wrong, expected) => {
    expect(about(wrong).join('\n')).toContain(expected);
  });

  test.each([
    ['kserve', kserve(), 'inferenceservices.serving.kserve.io v1beta1'],
    ['knative', target, 'services.serving.knative.dev v1'],
    ['seldon', seldon(), 'models.mlops.seldon.io v1alpha1'],
  ])('%s without its definition in the cluster', (system, without, crd) => {
    expect(about({ target: without }, config)).toContainEqual(
      `cluster.missing_crd dev/model: target is "${system}", which needs ${crd}; modelgate.config.ts lists nothing of it`,
    );
  });

  test.each([
    [
      'a folder that is not called by its checksum',
      { url: 's3://models/latest' },
      "artifact.url is s3://models/latest; expected the artifact's sha256 aaaa",
    ],
    [
      'an address that no store has',
      { url: `https://models.example.com/${'a'.repeat(64)}` },
      'expected a folder in a store, s3:// or gs:// or azblob://',
    ],
    ['no address', {}, 'artifact.url is nothing; expected a folder in a store'],
    [
      'a format that its servers do not read',
      { format: 'json' as const, url: `s3://models/${'a'.repeat(64)}` },
      "artifact.format is json; expected one that Seldon's servers read as sklearn, joblib",
    ],
  ])('a release for Seldon with %s', (_, artifact, expected) => {
    const props = { ...plainProps, environments, target: seldon() };
    const versions = { '1.0.0': releaseWith(artifact) };
    const said = complaints(() => synthesizeUnit(forecaster('model', props), context('model', 'dev', { config: targeted, versions })));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('release.not_loadable');
    expect(said[0]).toContain(expected);
  });

  test('several at once, reported together', () => {
    expect(about({ target, autoscaling: memory({ target: 80 }), runtime: sklearnServer({ cpu: '0', memory: '1Gi' }) })).toHaveLength(2);
  });
});
