import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { describe, expect, test } from 'vitest';
import { platformObjects, type Manifest } from '../../lib/constructs/index.ts';
import { emitYaml } from '../../lib/contracts/canonical-yaml.ts';
import { airflow, type ModelProps } from '../../lib/index.ts';
import { complaints } from '../support/errors.ts';
import { created, equipped, everyData, everyJob, flinkJob, katibTrainer, sparkJob, unitWith } from '../support/every-job.ts';
import { expectGolden } from '../support/golden.ts';
import { every, manifest, one } from '../support/json.ts';
import { config, plainProps, without } from '../support/units.ts';

const folder = path.join(import.meta.dirname, 'golden/jobs');
const plain = new Set(unitWith({}).manifests.map((object) => emitYaml(object)));
const plainPlatform = new Set(platformObjects(config, 'prod').map((object) => emitYaml(object)));
const beyond = (objects: readonly Manifest[], known: ReadonlySet<string>): string =>
  objects
    .map((object) => emitYaml(object))
    .filter((text) => !known.has(text))
    .join('---\n');

const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries({ ...everyJob, 'all data': everyData }).map(([name, props]) => [
      `${name.replaceAll(/[^a-z]+/g, '-')}.yaml`,
      beyond(unitWith(props).manifests, plain),
    ]),
  ),
  'platform.yaml': beyond(platformObjects(equipped, 'prod'), plainPlatform),
};

if (process.env['UPDATE_GOLDEN'] === '1') {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

test.each(Object.entries(files))('%s comes out as reviewed', (file, text) => {
  expectGolden(text, pathToFileURL(path.join(folder, file)));
});

test('there is a reviewed file for every job, and for nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
});

const objects = Object.values(everyJob).flatMap((props) => created(unitWith(props).manifests));

test('every pod of a job is hardened where its kind can say so, and has a label that its connections are allowed by', () => {
  const pods = objects.flatMap((object) => [
    ...every(object, 'spec submitterPodTemplate'),
    ...every(object, 'spec rayClusterSpec headGroupSpec template'),
    ...every(object, 'spec rayClusterSpec workerGroupSpecs[] template'),
    ...every(object, 'spec trialTemplate trialSpec spec template'),
    ...every(object, 'spec podTemplate'),
  ]);
  const sparkPods = objects.flatMap((object) =>
    object.kind === 'SparkApplication' ? [one(object, 'spec driver'), one(object, 'spec executor')] : [],
  );
  expect([pods.length, sparkPods.length]).toEqual([5, 2]);
  for (const pod of pods) {
    expect(one(pod, 'spec securityContext runAsNonRoot')).toBe(true);
    expect(one(pod, 'metadata labels app.kubernetes.io/name')).toBe('model-jobs');
  }
  for (const pod of sparkPods) expect(one(pod, 'labels app.kubernetes.io/name')).toBe('model-jobs');
  const containers = [...pods.flatMap((pod) => every(pod, 'spec containers[]')), ...sparkPods];
  for (const container of containers) {
    expect(one(container, 'securityContext')).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  }
});

test('every image of a job is pinned by digest', () => {
  const images = objects.flatMap((object) => [...JSON.stringify(object).matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image));
  expect(images).toHaveLength(7);
  for (const image of images) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
});

test("a trial is a Job of Kubernetes', which Katib's definition doesn't check", () => {
  const [experiment] = created(unitWith({ trainer: katibTrainer }).manifests);
  const trial = one(experiment, 'spec trialTemplate trialSpec') as ConstructorParameters<typeof Job>[0];
  expect(() => {
    new Job(trial).validate();
  }).not.toThrow();
});

test('the account of a job may create jobs of its kind, see them, and nothing else', () => {
  const platform = platformObjects(equipped, 'prod');
  const templates = Object.values(everyJob)
    .flatMap((props) => every(manifest(unitWith(props).manifests, 'WorkflowTemplate', 'model-jobs'), 'spec templates[]'))
    .filter((template) => one(template, 'resource') !== undefined);
  expect(templates).toHaveLength(5);
  for (const template of templates) {
    const account = String(one(template, 'serviceAccountName'));
    const { apiVersion, kind } = JSON.parse(String(one(template, 'resource manifest'))) as Manifest;
    expect(every(manifest(platform, 'Role', account), 'rules[]')).toEqual([
      { apiGroups: [apiVersion.split('/')[0]], resources: [`${kind.toLowerCase()}s`], verbs: ['create', 'get'] },
    ]);
    expect(every(manifest(platform, 'RoleBinding', account), 'subjects[]')).toEqual([{ kind: 'ServiceAccount', name: account }]);
  }
});

test('clusters without a system have no account for it', () => {
  const names = platformObjects(config, 'prod').map(({ metadata }) => metadata.name);
  expect(names.filter((name) => name.endsWith('-starter') && /jobs|applications|deployments|experiments/.test(name))).toEqual([]);
});

test('jobs run one after the other, data first', () => {
  const { manifests } = unitWith({ data: { jobs: [sparkJob, flinkJob] }, trainer: katibTrainer });
  const workflow = manifests.find(({ kind, metadata }) => kind === 'WorkflowTemplate' && metadata.name === 'model-jobs');
  expect(every(workflow, 'spec templates[] dag tasks[]')).toEqual([
    { name: 'rows', template: 'rows' },
    { name: 'features', template: 'features', depends: 'rows.Succeeded' },
    { name: 'train', template: 'train', depends: 'features.Succeeded' },
  ]);
  expect(one(workflow, 'spec activeDeadlineSeconds')).toBe((60 + 90 + 240 + 3 * 5) * 60);
});

test('a workflow that calls another system is expected by the gate', () => {
  const { spec } = unitWith(everyJob['airflow'] ?? {});
  expect(spec.environments[0]?.workloads).toContainEqual({ kind: 'WorkflowTemplate', name: 'model-jobs', containers: ['train'] });
});

const about = (props: unknown, shared = equipped) => complaints(() => unitWith(props as Partial<ModelProps>, 'prod', shared));

test.each(Object.entries(everyJob).filter(([name]) => !/airflow|pipelines/.test(name)))(
  '%s in clusters without its definition is an error that names what to install',
  (_, props) => {
    const complaint = about(props, config);
    expect(complaint.length).toBe(props.data?.jobs?.length ?? 1);
    for (const line of complaint)
      expect(line).toMatch(/^cluster\.missing_crd prod\/model: (trainer|data\.jobs\[\d\]) is ".+", which needs [a-z]+\.[a-z.0-9]+ v/);
  },
);

describe('a wrong job is named with what was expected', () => {
  const katibWith = (wrong: object) => ({ trainer: { ...katibTrainer, ...wrong } });
  test.each([
    [
      'an image without a digest',
      katibWith({ image: 'registry.example.com/train:1.0.0' }),
      'trainer.image is "registry.example.com/train:1.0.0"; must match',
    ],
    ['a size of nothing', katibWith({ perTrial: { cpu: '0', memory: '1Gi' } }), 'trainer.perTrial.cpu is "0"; expected cores above zero'],
    ['a variable of Argo', katibWith({ command: [...katibTrainer.command, '{{workflow.name}}'] }), 'expected no {{'],
    [
      'more trials at once than there are',
      katibWith({ trials: { max: 2, parallel: 4, maxFailed: 0 } }),
      'trainer.trials.parallel is 4; expected at most max, 2',
    ],
    [
      'a parameter that no trial is given',
      katibWith({ command: ['python', 'train.py'] }),
      'trainer.command is "loss"; expected ${trialParameters.loss} in it',
    ],
    [
      'a parameter that nobody declared',
      katibWith({ command: [...katibTrainer.command, '${trialParameters.depth}'] }),
      'trainer.command is "depth"; expected one of learning_rate, loss',
    ],
    [
      'a grid without steps',
      katibWith({ algorithm: 'grid' }),
      'trainer.parameters[0] is "learning_rate"; expected discrete, categorical or int',
    ],
    [
      'a range that is none',
      katibWith({ parameters: [{ name: 'loss', type: 'int', min: 3, max: 3 }] }),
      'expected min below max, and no list, for int',
    ],
    [
      'two jobs of one name',
      { data: { jobs: [sparkJob, { ...flinkJob, name: 'rows' }] } },
      'data.jobs[1].name is "rows"; expected each name once',
    ],
    [
      "a job with the trainer's name",
      { data: { jobs: [{ ...sparkJob, name: 'train' }] } },
      'data.jobs[0].name is "train"; expected each name once, and none of main, train',
    ],
    [
      'Python with a class',
      { data: { jobs: [{ ...sparkJob, mainClass: 'Main' }] } },
      'data.jobs[0].mainClass is "Main"; expected none for Python',
    ],
    [
      'a file from somewhere else',
      { data: { jobs: [{ ...sparkJob, file: 's3a://jobs/rows.py' }] } },
      'data.jobs[0].file is "s3a://jobs/rows.py"; must match',
    ],
    [
      'a token over plain HTTP',
      { trainer: airflow({ url: 'http://airflow.example.com', dag: 'd', deadlineMinutes: 1 }) },
      'trainer.url is "http://airflow.example.com"; expected https',
    ],
    ['a system that nobody knows', { trainer: { system: 'sagemaker' } }, 'trainer is {"system":"sagemaker"}'],
  ])('%s', (_, wrong, expected) => {
    expect(about(wrong).join('\n')).toContain(expected);
  });
});

test('an API that is called with a token needs a secret store', () => {
  // Alerts have their secrets from there too.
  const shared = without(without(equipped, 'secretStore'), 'alerting');
  expect(about(everyJob['airflow'], shared)).toEqual([
    'model.invalid prod/model: trainer is "airflow"; expected secretStore in modelgate.config.ts',
  ]);
});

test('several mistakes of data and trainer are reported together', () => {
  const wrong = {
    data: { jobs: [{ ...sparkJob, driver: { cpu: '0', memory: '1Gi' } }] },
    trainer: { ...katibTrainer, perTrial: { cpu: '1', memory: '0Gi' } },
    traffic: { ...plainProps.traffic, consumers: 5 },
  };
  expect(about(wrong)).toHaveLength(3);
});
