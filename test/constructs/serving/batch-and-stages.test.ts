import { describe, expect, test } from 'vitest';
import { synthesizeUnit } from '../../../lib/constructs/index.ts';
import { batchInference, explainer, fastapi, type ModelProps, stage } from '../../../lib/index.ts';
import { complaints } from '../../support/errors.ts';
import { every, manifest, one } from '../../support/json.ts';
import { everyServing, servedIn } from '../../support/every-serving.ts';
import { context, forecaster, plainProps } from '../../support/units.ts';

const image = `registry.example.com/models/x@sha256:${'f'.repeat(64)}` as const;
const place = { endpoint: 's3.example.com', region: 'eu-central-1', bucket: 'rows', key: 'in/rows.jsonl' };
const batch = batchInference({ schedule: '0 3 * * *', input: place, sink: { ...place, key: 'out' } });
const one_ = stage({ name: 'validate', image, port: 9101, cpu: '100m', memory: '128Mi' });

function about(wrong: unknown): string {
  const props = { ...plainProps, ...(wrong as Partial<ModelProps>) };
  return complaints(() => synthesizeUnit(forecaster('model', props), context('model', 'prod'))).join('\n');
}

function unitOf(name: string, environment: string) {
  const served = everyServing[name];
  if (served === undefined) throw new Error(`no case ${name}`);
  return servedIn(served, environment).unit;
}

test('a batch runs in the last environment alone, where its input and sink are', () => {
  expect(unitOf('batch inference', 'dev').filter(({ kind }) => kind === 'CronWorkflow')).toEqual([]);
  expect(unitOf('batch inference', 'prod').filter(({ kind }) => kind === 'CronWorkflow')).toHaveLength(1);
});

test('a batch is scored by the stable release while a candidate is rolled out', () => {
  const placed = context('model', 'prod', { placement: { stable: '1.0.0', candidate: '1.1.0' } });
  const { manifests } = synthesizeUnit(forecaster('model', { ...plainProps, batch }), placed);
  expect(every(manifest(manifests, 'CronWorkflow'), 'spec workflowSpec templates[] sidecars[] image').join()).toContain('model:1.0.0@');
  expect(every(manifest(manifests, 'Rollout'), 'spec template spec containers[] image').join()).toContain('model:1.1.0@');
});

test('calls pass the stages in their order and end at the server', () => {
  const pod = one(manifest(unitOf('stages before the server, explainer beside it', 'prod'), 'Rollout'), 'spec template spec');
  const urlOf = (container: unknown) =>
    every(container, 'env[]').find((variable) => /^(NEXT|PREDICT)_URL$/.test(String(one(variable, 'name'))));
  const next = new Map(every(pod, 'containers[]').map((container) => [one(container, 'name'), one(urlOf(container), 'value') ?? null]));
  expect(Object.fromEntries(next) as unknown).toEqual({
    server: null,
    validate: 'http://127.0.0.1:9102',
    enrich: 'http://127.0.0.1:8080',
    explainer: 'http://127.0.0.1:8080',
  });
});

test("the Service leads to the first stage, the explainer has a port of its own, and metrics are still the server's", () => {
  const unit = unitOf('stages before the server, explainer beside it', 'prod');
  const pod = one(manifest(unit, 'Rollout'), 'spec template spec');
  const ports = new Map(every(pod, 'containers[] ports[]').map((port) => [one(port, 'name'), one(port, 'containerPort')]));
  const targets = every(manifest(unit, 'Service', 'model'), 'spec ports[]').map((port) => [
    one(port, 'port'),
    ports.get(one(port, 'targetPort')),
  ]);
  expect(targets).toEqual([
    [80, 9101],
    [8080, 8080],
    [9200, 9200],
  ]);
  const allowed = every(manifest(unit, 'NetworkPolicy', 'model'), 'spec ingress[]').map((rule) => every(rule, 'ports[] port'));
  expect(allowed[0]).toEqual([9101, 9200]);
});

describe('a wrong batch or stage is named with what was expected', () => {
  test.each([
    ['a schedule that is none', { batch: { ...batch, schedule: '61 3 * * *' } }, 'batch.schedule is "61 3 * * *"; expected minute'],
    [
      'a time zone that is none',
      { batch: { ...batch, timezone: 'Europe/Bonn' } },
      'batch.timezone is "Europe/Bonn"; expected an IANA name',
    ],
    [
      'a sink that the input is in',
      { batch: { ...batch, sink: { ...place, key: 'in' } } },
      'batch.sink.key is "in"; expected a folder that the input in/rows.jsonl is not in',
    ],
    [
      'another word for concurrency',
      { batch: { ...batch, concurrency: 'forbid' } },
      'batch.concurrency is "forbid"; must be one of "Allow", "Forbid", "Replace"',
    ],
    [
      'a server that takes no rows',
      { batch, runtime: fastapi({ app: 'a:b', cpu: '1', memory: '1Gi' }) },
      'batch is "fastapi"; expected a server that takes rows as JSON',
    ],
    [
      'an image by tag',
      { stages: [{ ...one_, image: 'registry.example.com/x:1' }] },
      'stages[0].image is "registry.example.com/x:1"; must match pattern',
    ],
    ['a port that is taken', { stages: [{ ...one_, port: 8080 }] }, 'stages.validate.port is 8080; expected a port that nothing else'],
    ['a name that is taken', { stages: [one_, { ...one_, port: 9102 }] }, 'stages is "validate"; expected a name that no other container'],
    ["the server's name", { stages: [{ ...one_, name: 'server' }] }, 'stages is "server"; expected a name that no other container'],
    [
      'no memory',
      { explainer: explainer({ image, port: 9200, cpu: '1', memory: '0Mi' }) },
      'explainer.memory is "0Mi"; expected memory above zero',
    ],
  ])('%s', (_, wrong, expected) => {
    expect(about(wrong)).toContain(expected);
  });
});
