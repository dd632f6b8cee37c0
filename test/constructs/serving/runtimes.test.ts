import { describe, expect, test } from 'vitest';
import { platformObjects, synthesizeUnit } from '../../../lib/constructs/index.ts';
import {
  customRuntime,
  download,
  fastapi,
  mlflow,
  type ModelProps,
  ociImage,
  sklearnServer,
  tensorflowServing,
  torchserve,
  triton,
} from '../../../lib/index.ts';
import { complaints } from '../../support/errors.ts';
import { everyServing, releaseWith, servedIn } from '../../support/every-serving.ts';
import { every, manifest, one } from '../../support/json.ts';
import { config, context, forecaster, plainProps, without } from '../../support/units.ts';

const size = { cpu: '1', memory: '2Gi' } as const;

/** Complaints about a forecaster that differs from the sound one; `unknown`, because a declaration also runs without a type check. */
function about(wrong: unknown, artifact = {}): readonly string[] {
  const props = { ...plainProps, ...(wrong as Partial<ModelProps>) };
  return complaints(() =>
    synthesizeUnit(forecaster('model', props), context('model', 'dev', { versions: { '1.0.0': releaseWith(artifact) } })),
  );
}

describe.each(Object.entries(everyServing))('%s', (_, served) => {
  const { unit } = servedIn(served, 'dev');
  const deployment = manifest(unit, 'Deployment', 'model');
  const pod = one(deployment, 'spec template spec');

  test('has a grace period longer than the sleep and the draining together', () => {
    const drain = served.props.runtime.drainSeconds ?? 20;
    const slept = every(pod, 'containers[] lifecycle preStop sleep seconds').map(Number);
    expect(slept.length).toBeGreaterThan(0);
    for (const seconds of slept) expect(Number(one(pod, 'terminationGracePeriodSeconds'))).toBeGreaterThan(seconds + drain);
  });

  test('names every port of its Service among its containers', () => {
    const named = every(pod, 'containers[] ports[] name');
    for (const target of every(manifest(unit, 'Service', 'model'), 'spec ports[] targetPort')) expect(named).toContain(target);
  });

  test('lets Prometheus reach the port that it is told to scrape', () => {
    const { metricsPort, port } = served.props.runtime;
    const [scraped] = every(manifest(unit, 'ServiceMonitor'), 'spec endpoints[] port');
    const target = every(manifest(unit, 'Service', 'model'), 'spec ports[]').find((entry) => one(entry, 'name') === scraped);
    const listening = every(pod, 'containers[] ports[]').find((entry) => one(entry, 'name') === one(target, 'targetPort'));
    expect(one(listening, 'containerPort')).toBe(metricsPort ?? port);
    expect(every(manifest(unit, 'NetworkPolicy', 'model'), 'spec ingress[] ports[] port')).toContain(metricsPort ?? port);
  });

  test('requests as many devices as it is limited to', () => {
    const resources = every(pod, 'containers[] resources');
    for (const { requests, limits } of resources as { requests: object; limits: object }[]) expect(requests).toEqual(limits);
  });
});

test('a GPU brings the node it needs and the toleration of its taint', () => {
  const served = everyServing['triton with a GPU, OCI volume'];
  if (served === undefined) throw new Error('no such case');
  const pod = one(manifest(servedIn(served, 'prod').unit, 'Rollout'), 'spec template spec');
  expect(one(pod, 'nodeSelector')).toEqual({ 'nvidia.com/gpu.present': 'true' });
  expect(one(pod, 'tolerations')).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
  expect(one(pod, 'containers[] resources limits')).toMatchObject({ 'nvidia.com/gpu': '1' });
});

describe('a wrong runtime is named with what was expected', () => {
  test.each([
    ['a GPU without a limit', { runtime: triton({ ...size, gpu: {} as { limit: number } }) }, 'runtime.gpu is'],
    [
      'the variable of a GPU without the GPU',
      {
        runtime: customRuntime({
          ...size,
          port: 9000,
          metricsPath: '/m',
          livenessPath: '/l',
          readinessPath: '/r',
          env: { NVIDIA_VISIBLE_DEVICES: 'all' },
        }),
      },
      'runtime.env is "NVIDIA_VISIBLE_DEVICES"; expected runtime.gpu with a limit beside it',
    ],
    [
      'too little memory',
      { runtime: torchserve({ cpu: '1', memory: '1Gi' }) },
      'runtime.memory is "1Gi"; expected at least 2Gi for torchserve',
    ],
    [
      'too little CPU',
      { runtime: tensorflowServing({ cpu: '100m', memory: '1Gi' }) },
      'runtime.cpu is "100m"; expected at least 500m for tensorflow-serving',
    ],
    [
      'one port for two things',
      { runtime: customRuntime({ ...size, port: 9000, grpcPort: 9000, metricsPath: '/m', livenessPath: '/l', readinessPath: '/r' }) },
      'runtime is [9000,9000]; expected different ports for HTTP, gRPC and metrics',
    ],
    [
      'a port of the system',
      { runtime: customRuntime({ ...size, port: 80, metricsPath: '/m', livenessPath: '/l', readinessPath: '/r' }) },
      'runtime.port is 80; must be >= 1024',
    ],
    [
      'a path that is none',
      { runtime: fastapi({ ...size, app: 'a:b', livenessPath: '/../x' }) },
      'runtime.livenessPath is "/../x"; must match pattern',
    ],
  ])('%s', (_, wrong, expected) => {
    expect(about(wrong).join('\n')).toContain(expected);
  });
});

describe('a release that can not be mounted as declared is named with what it lacks', () => {
  test.each([
    ['no OCI artifact', ociImage(), sklearnServer(size), {}, 'release 1.0.0: artifact.volume is nothing; expected repository and digest'],
    [
      'an address that no download speaks',
      download(),
      sklearnServer(size),
      { url: 's3://models/model.joblib' },
      'release 1.0.0: artifact.url is s3://models/model.joblib; expected https',
    ],
    ['no address', download(), sklearnServer(size), {}, 'release 1.0.0: artifact.url is nothing; expected the address of its bytes'],
    [
      'another format',
      ociImage(),
      torchserve(size),
      {},
      'release 1.0.0: artifact.format is joblib; expected one that torchserve reads, mar',
    ],
    [
      'a folder to download',
      download(),
      tensorflowServing(size),
      { format: 'savedmodel', file: 'saved-model', url: 'https://x.example/m' },
      'artifact.format is savedmodel, a folder of files; expected a single file',
    ],
    [
      'another file name',
      download(),
      sklearnServer(size),
      { file: 'churn.joblib', url: 'https://x.example/m' },
      'artifact.file is "churn.joblib"; expected model.joblib',
    ],
    [
      'a file name that leaves its folder',
      download(),
      fastapi({ ...size, app: 'a:b' }),
      { file: '../../bin/sh', url: 'https://x.example/m' },
      'artifact.file is "../../bin/sh"; expected a file name',
    ],
  ])('%s', (_, modelVolume, runtime, artifact, expected) => {
    expect(about({ modelVolume, runtime }, artifact).join('\n')).toContain(expected);
  });
});

describe('lines that a server writes', () => {
  const environmentOf = (props: Partial<ModelProps>, shared = config): Readonly<Record<string, string>> => {
    const declared = forecaster('model', { ...plainProps, ...props });
    const { manifests } = synthesizeUnit(declared, context('model', 'dev', { config: shared }));
    const variables = every(manifest(manifests, 'Deployment', 'model'), 'spec template spec containers[] env[]');
    return Object.fromEntries((variables as { name: string; value: string }[]).map(({ name, value }) => [name, value]));
  };

  test('are JSON where MLServer writes them', () => {
    expect(environmentOf({ runtime: mlflow(size) })).toMatchObject({ MLSERVER_USE_STRUCTURED_LOGGING: 'true' });
  });

  test('are JSON where TorchServe writes them, whatever is in them', () => {
    const { files = {}, args } = torchserve(size);
    expect(args?.slice(-2)).toEqual(['--log-config', '/etc/server/log4j2.xml']);
    const pattern = /pattern="([^"]*)"/.exec(files['log4j2.xml'] ?? '')?.[1]?.replaceAll('&quot;', '"') ?? '';
    // What comes from a log record is either of a fixed form or escaped.
    const line = pattern.replace(/%n$/, '').replaceAll(/%enc\{%\w+\}\{JSON\}|%d\{[^}]*\}\{UTC\}|%p/g, 'x');
    expect(JSON.parse(line)).toEqual({ time: 'x', level: 'x', logger: 'x', thread: 'x', message: 'x', exception: 'x' });
  });

  test('can say whose they are, with tracing or without', () => {
    const whose = {
      OTEL_SERVICE_NAME: 'model',
      OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=models-dev,service.version=1.0.0,deployment.environment.name=dev',
      OTEL_LOGS_EXPORTER: 'none',
    };
    const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER: sampler, ...rest } = environmentOf({});
    expect(rest).toEqual(whose);
    expect([endpoint, sampler]).toEqual(['http://otel-collector.observability.svc.cluster.local:4317', 'parentbased_always_off']);
    expect(environmentOf({}, { ...config, istio: without(config.istio, 'tracing') })).toEqual(whose);
  });
});

test("calls are written down by the mesh's provider that the configuration names, else by Istio's own", () => {
  const providers = (accessLog?: { readonly provider: string }) =>
    every(
      manifest(platformObjects({ ...config, istio: { ...config.istio, ...(accessLog && { accessLog }) } }, 'prod'), 'Telemetry'),
      'spec accessLogging[] providers[] name',
    );
  expect(providers()).toEqual(['envoy']);
  expect(providers({ provider: 'json-access-log' })).toEqual(['json-access-log']);
});
