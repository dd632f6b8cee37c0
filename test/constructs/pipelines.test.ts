import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { commands } from '../../lib/cli/commands.ts';
import { synthesizeUnit, platformObjects, type Manifest } from '../../lib/constructs/index.ts';
import {
  cron,
  defineConfig,
  gitPush,
  grid,
  measured,
  protectedAttribute,
  randomSearch,
  Regressor,
  type ClassifierProps,
} from '../../lib/index.ts';
import { complaints } from '../support/errors.ts';
import { every, manifest, one, text } from '../support/json.ts';
import { binaryClassifier, config, context, everyTask, forecaster, pipelineProps, plainProps } from '../support/units.ts';

const root = path.resolve(import.meta.dirname, '../..');
const unit = (props: ClassifierProps, environment = 'prod', id = 'churn'): readonly Manifest[] =>
  synthesizeUnit(binaryClassifier(id, props), context(id, environment)).manifests;

const whole = unit(pipelineProps);
const platform = platformObjects(config, 'prod');
const report = platform.filter(({ metadata }) => metadata.name === 'compliance-report');
const templates = [...whole, ...report].filter(({ kind }) => kind === 'WorkflowTemplate');
const steps = templates.flatMap((object) =>
  every(object, 'spec templates[]').filter((template) => one(template, 'container') !== undefined),
);

describe('a step', () => {
  test('runs a command that exists, with options that it has', () => {
    const unknown = steps.flatMap((step) => {
      const words = one(step, 'container command') as readonly string[];
      const options = words.filter((word) => word.startsWith('--') && word !== '--');
      if (words[0] === 'npm') {
        expect(words.slice(0, 4)).toEqual(['npm', 'run', 'evidence', '--']);
        const source = readFileSync(path.join(root, 'tools/evidence/jobs', `${words[4] ?? ''}.py`), 'utf8');
        return options.filter((option) => !source.includes(`"${option}"`)).map((option) => `${words[4] ?? ''} ${option}`);
      }
      expect(words[0]).toBe('modelgate');
      const command = commands.find(({ name }) => words.slice(1).join(' ').startsWith(`${name} `));
      if (command === undefined) return [words.join(' ')];
      const known = [...command.options.map(({ flags }) => flags.split(' ')[0]), '--json'];
      return options.filter((option) => !known.includes(option)).map((option) => `${command.name} ${option}`);
    });
    expect(unknown).toEqual([]);
    expect(steps.length).toBeGreaterThan(15);
  });

  test('reads only output parameters that an earlier task declares, and is passed every input that it declares', () => {
    for (const object of templates) {
      const byName = new Map(every(object, 'spec templates[]').map((template) => [one(template, 'name'), template]));
      const tasks = every(object, 'spec templates[] dag tasks[]');
      const outputs = new Map(
        tasks.map((task) => [one(task, 'name'), every(byName.get(one(task, 'template')), 'outputs parameters[] name')]),
      );
      for (const task of tasks) {
        for (const [, of = '', name] of JSON.stringify(task).matchAll(/tasks\.([\w-]+)\.outputs\.parameters\.([\w-]+)/g)) {
          expect(outputs.get(of), `${String(one(task, 'name'))} reads ${of}`).toContain(name);
        }
        const given = every(task, 'arguments parameters[] name');
        expect(given.toSorted()).toEqual(every(byName.get(one(task, 'template')), 'inputs parameters[] name').toSorted());
      }
    }
  });

  test('is tried again with growing pauses when it could not be done, never when it was judged', () => {
    for (const step of steps) {
      expect(one(step, 'retryStrategy')).toEqual({
        limit: 3,
        retryPolicy: 'Always',
        expression: 'lastRetry.status == "Error" || asInt(lastRetry.exitCode) == 2',
        backoff: { duration: '30s', factor: 2, maxDuration: '30m' },
      });
    }
  });

  test('that proposes something is the only one that can read the token, and a variable never holds it', () => {
    const reading = steps.filter((step) => every(step, 'container volumeMounts[] name').includes('token')).map((step) => one(step, 'name'));
    expect(reading).toEqual(['propose', 'propose', 'propose']);
    expect(steps.flatMap((step) => every(step, 'container env[] name')).filter((name) => /token|secret|key/i.test(String(name)))).toEqual(
      [],
    );
  });
});

test('every workflow has a deadline, a mutex, an end for its pods and itself, and an account of its own', () => {
  for (const object of templates) {
    const { metadata } = object;
    expect(every(object, 'spec synchronization mutexes[] name')).toEqual([metadata.name]);
    expect(one(object, 'spec activeDeadlineSeconds')).toBeGreaterThan(0);
    expect(one(object, 'spec podGC strategy')).toBe('OnPodSuccess');
    expect(one(object, 'spec ttlStrategy secondsAfterCompletion')).toBe(7 * 24 * 3600);
    expect(one(object, 'spec workflowMetadata labels')).toEqual({ 'modelgate.dev/pipeline': metadata.name });
    expect(one(object, 'spec serviceAccountName')).toBe(metadata.name);
  }
});

describe('what starts by itself', () => {
  test('stands in the last environment only', () => {
    const kinds = ['CronWorkflow', 'EventSource', 'Sensor'];
    expect(unit(pipelineProps, 'dev').filter(({ kind }) => kinds.includes(kind))).toEqual([]);
    expect(every(manifest(unit(pipelineProps, 'dev'), 'WorkflowTemplate'), 'spec templates[] name')).not.toContain('propose');
    expect(whole.filter(({ kind }) => kinds.includes(kind)).map(({ kind, metadata: { name } }) => `${kind} ${name}`)).toEqual([
      'CronWorkflow churn-bias-audit',
      'CronWorkflow churn-drift',
      'CronWorkflow churn-training',
      'EventSource churn-training',
      'EventSource churn-training-kafka',
      'Sensor churn-training',
    ]);
  });

  test('refers to templates that are there', () => {
    for (const object of [...whole, ...report].filter(({ kind }) => kind === 'CronWorkflow')) {
      const template = templates.find(({ metadata }) => metadata.name === one(object, 'spec workflowSpec workflowTemplateRef name'));
      const entrypoint = one(object, 'spec workflowSpec entrypoint') ?? one(template, 'spec entrypoint');
      expect(every(template, 'spec templates[] name')).toContain(entrypoint);
    }
  });
});

describe('a sensor', () => {
  const sensor = manifest(whole, 'Sensor');
  const sources = whole.filter(({ kind }) => kind === 'EventSource');

  test('waits only for events that its source sends', () => {
    const sent = sources.flatMap((source) =>
      ['webhook', 'github', 'kafka'].flatMap((kind) =>
        Object.keys(one(source, `spec ${kind}`) ?? {}).map((event) => `${source.metadata.name} ${event}`),
      ),
    );
    const awaited = every(sensor, 'spec dependencies[]').map((one) => `${text(one, 'eventSourceName')} ${text(one, 'eventName')}`);
    expect(awaited.toSorted()).toEqual(sent.toSorted());
  });

  test('takes an alert for itself only, not for a longer one, and not of a model whose name is longer', () => {
    const [dependency] = every(sensor, 'spec dependencies[]').filter((one) => text(one, 'name').startsWith('alert-'));
    const values = every(dependency, 'filters data[] value')
      .flat()
      .map((value) => new RegExp(String(value)));
    const fits = (...body: readonly string[]) => values.every((value, index) => value.test(body[index] ?? ''));
    expect(fits('firing', 'ModelDrift', 'churn')).toBe(true);
    expect(fits('firing', 'ModelDriftUnmeasured', 'churn')).toBe(false);
    expect(fits('firing', 'ModelDrift', 'churn-europe')).toBe(false);
    expect(fits('firing', 'ModelDrift', 'xchurn')).toBe(false);
  });

  test('has conditions and parameters that name its dependencies, which no controller checks', () => {
    const names = every(sensor, 'spec dependencies[] name');
    expect(new Set(names).size).toBe(names.length);
    for (const place of ['template conditions', 'template k8s parameters[] src dependencyName']) {
      expect(every(sensor, `spec triggers[] ${place}`).toSorted()).toEqual(names.toSorted());
    }
  });

  test('makes workflows whose names the API server takes, for the longest id too', () => {
    const id = 'a'.repeat(40);
    const longest = manifest(unit(pipelineProps, 'prod', id), 'Sensor');
    for (const name of every(longest, 'spec triggers[] template k8s source resource metadata name')) {
      expect(`${String(name)}${'0'.repeat(12)}`.length).toBeLessThanOrEqual(63);
    }
  });

  test('and its source run like every other pod: without rights, with limits, known to the bus', () => {
    const container =
      one(manifest(whole, 'WorkflowTemplate'), 'spec templates[] container securityContext') ?? one(steps[0], 'container securityContext');
    for (const object of [sensor, ...sources]) {
      expect(one(object, 'spec template container securityContext')).toEqual(container);
      expect(one(object, 'spec template securityContext runAsNonRoot')).toBe(true);
      expect(one(object, 'spec template container resources limits')).toEqual(one(object, 'spec template container resources requests'));
      expect(one(object, 'spec template metadata labels')).toMatchObject({
        'modelgate.dev/event-bus': 'client',
        'sidecar.istio.io/inject': 'false',
      });
    }
    expect(one(sensor, 'spec template serviceAccountName')).toBe('pipeline-starter');
    expect(
      every(
        manifest(
          platform.filter(({ metadata }) => metadata.name === 'pipeline-starter'),
          'Role',
        ),
        'rules[]',
      ),
    ).toEqual([{ apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] }]);
  });
});

describe('mistakes', () => {
  const messages = (props: Partial<ClassifierProps>, given = config): readonly string[] =>
    complaints(() =>
      synthesizeUnit(binaryClassifier('churn', { ...pipelineProps, ...props }), context('churn', 'prod', { config: given })),
    ).map((text) => text.replace('model.invalid ', ''));

  test('are all told in one go', () => {
    expect(
      messages({
        retrain: { on: [cron('0 0 31 2 *'), gitPush(), gitPush()] },
        drift: measured('61 * * * *', { from: 'https://logs.example.com/x.csv', timeZone: '+01:00' }),
        protectedAttributes: [],
      }),
    ).toEqual([
      'prod/churn: retrain.on[0].schedule is "0 0 31 2 *"; expected a day that its months have',
      'prod/churn: drift.schedule is "61 * * * *"; expected minute to be *, or numbers from 0 to 59',
      'prod/churn: drift.timeZone is "+01:00"; expected an IANA time zone',
      'prod/churn: retrain.on is "git-push"; expected each once',
      'prod/churn: biasAudit is "https://logs.example.com/churn/outcomes.csv"; expected protectedAttributes',
    ]);
  });

  test('of the repository are told where pipelines need it', () => {
    const storeless = Object.fromEntries(Object.entries(config).filter(([name]) => name !== 'secretStore')) as typeof config;
    const elsewhere = defineConfig({ ...storeless, repository: { url: 'ssh://git@git.example.com/models', branch: 'main' } });
    expect(messages({ search: undefined as never }, elsewhere).slice(0, 2)).toEqual([
      'prod/churn: retrain is "ssh://git@git.example.com/models"; expected repository.url to be https://<host>/<owner>/<name>',
      'prod/churn: retrain is nothing; expected secretStore in modelgate.config.ts',
    ]);
  });

  test('of a type are found by the schema', () => {
    expect(messages({ drift: measured('0 1 * * *', { from: 'https://user:password@logs.example.com/x.csv' }) })[0]).toContain('drift.from');
    expect(messages({ retrain: { on: [gitPush()], cooldownHours: 169 } })[0]).toContain('retrain.cooldownHours is 169');
  });
});

test('a forecast has no bias audit and no mitigation', () => {
  const { manifests } = synthesizeUnit(forecaster('demand'), context('demand', 'prod'));
  expect(every(manifest(manifests, 'WorkflowTemplate'), 'spec templates[] name')).toEqual([
    'main',
    'snapshot',
    'train',
    'evaluate',
    'place',
    'render',
    'gate',
  ]);
});

test('a regressor with groups has neither: the gate compares its errors, and reweighing evens out rates', () => {
  class Rent extends Regressor {
    constructor(scope: Construct) {
      super(scope, 'rent', {
        ...plainProps,
        protectedAttributes: [protectedAttribute('region', { groups: ['north', 'south'], reference: 'north' })],
      });
    }
  }
  const { manifests, spec } = synthesizeUnit(Rent, context('rent', 'prod'));
  expect(spec.protectedAttributes).toEqual([{ name: 'region', groups: ['north', 'south'], reference: 'north' }]);
  expect(every(manifest(manifests, 'WorkflowTemplate'), 'spec templates[] name')).not.toContain('audit');
  expect(manifests.map(({ kind, metadata }) => `${kind}.${metadata.name}`)).toEqual(
    synthesizeUnit(everyTask['regression']?.('rent') ?? Rent, context('rent', 'prod')).manifests.map(
      ({ kind, metadata }) => `${kind}.${metadata.name}`,
    ),
  );
});

describe('a search space', () => {
  const about = (wrong: Partial<ClassifierProps>) =>
    complaints(() => synthesizeUnit(binaryClassifier('churn', { ...pipelineProps, ...wrong }), context('churn', 'prod')));

  test('as a grid is every combination once', () => {
    expect(grid({ a: [1, 2], b: ['x'] }).trials).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: 'x' },
    ]);
  });

  test('drawn at random is the same for the same seed, another for another, without repetition', () => {
    const space = { a: [1, 2, 3, 4, 5], b: [1, 2, 3, 4, 5] } as const;
    const draw = (seed: number) => randomSearch(space, { trials: 8, seed }).trials;
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(new Set(draw(1).map((trial) => JSON.stringify(trial))).size).toBe(8);
  });

  test('with a value twice ends, and is refused', () => {
    expect(about({ search: randomSearch({ a: [1, 1] }, { trials: 2, seed: 1 }) })).toEqual([
      expect.stringContaining('must NOT have duplicate items'),
    ]);
  });

  test('drawn to its end is every combination once, in another order', () => {
    const space = { a: [1, 2, 3], b: ['x', 'y'] } as const;
    const { trials } = randomSearch(space, { trials: 100, seed: 3 });
    const inOrder = (some: typeof trials) => some.map((trial) => JSON.stringify(trial)).sort();
    expect(inOrder(trials)).toEqual(inOrder(grid(space).trials));
    expect(trials).not.toEqual(grid(space).trials);
  });

  test('that no memory holds is drawn from all the same, and is no grid', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index) as [number, ...number[]];
    const space = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`x${String(index)}`, values]));
    const { trials, drawn } = randomSearch(space, { trials: 5, seed: 1 });
    expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(5);
    expect(new Set(trials.flatMap((trial) => Object.values(trial))).size).toBeGreaterThan(35);
    expect(drawn).toEqual({ trials: 5, seed: 1 });
    expect(about({ search: grid(space) })).toEqual([expect.stringMatching(/search\.trials is .*; must NOT have more than 200 items$/)]);
  });

  test.each([
    ['no seed', { trials: 2 }, 'search.drawn is {"trials":2}; must have required property \'seed\''],
    ['half a trial', { trials: 0.5, seed: 1 }, 'search.drawn.trials is 0.5; must be integer'],
    ['more trials than there may be', { trials: 1e9, seed: 1 }, 'search.drawn.trials is 1000000000; must be <= 200'],
  ])('is not drawn from with %s', (_, props, expected) => {
    expect(about({ search: randomSearch({ a: [1, 2] }, props as never) })).toContainEqual(expect.stringContaining(expected));
  });
});
