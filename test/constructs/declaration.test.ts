import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { synthesizeUnit } from '../../lib/constructs/index.ts';
import { ModelSpec } from '../../lib/contracts/model-spec.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { canary, sklearnServer, type ClassifierProps } from '../../lib/index.ts';
import { complaints } from '../support/errors.ts';
import { binaryClassifier, classifierProps, config, context, everyTask, forecaster } from '../support/units.ts';

/** Complaints about a classifier that differs from the sound one; `unknown`, because a declaration also runs without a type check. */
function about(wrong: unknown, id = 'churn', environment = 'prod'): readonly string[] {
  const props = { ...classifierProps, ...(wrong as Partial<ClassifierProps>) };
  return complaints(() => synthesizeUnit(binaryClassifier(id, props), context(id, environment)));
}

test.each(Object.keys(everyTask))('the declaration of a %s is data that fits its schema', (task) => {
  const declaration = everyTask[task]?.('model');
  const { spec } = synthesizeUnit(declaration, context('model', 'prod'));
  expect(problems(ModelSpec, spec)).toEqual([]);
  expect(spec.task).toBe(task);
});

test('the declaration as data is the same in every environment', () => {
  const specs = config.environments.map(({ name }) => synthesizeUnit(binaryClassifier('churn'), context('churn', name)).spec);
  expect(new Set(specs.map((spec) => JSON.stringify(spec))).size).toBe(1);
});

test('it lists its environments in promotion order, whatever the order of the declaration', () => {
  const environments = { prod: { min: 3, max: 9 }, dev: { min: 1, max: 1 } };
  const { spec } = synthesizeUnit(forecaster('demand'), context('demand', 'dev'));
  expect(spec.environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  const { spec: shuffled } = synthesizeUnit(binaryClassifier('churn', { ...classifierProps, environments }), context('churn', 'dev'));
  expect(shuffled.environments.map(({ name }) => name)).toEqual(['dev', 'prod']);
  expect(shuffled.traffic.host).toBe('churn.prod.models.example.com');
});

test('several mistakes are reported together, each with the construct, the value and what was expected', () => {
  const wrong = {
    owner: { team: 'Customer Success', email: 'success@example.com' },
    rollout: canary({ steps: [25, 5], pauseMinutes: 10 }),
    environments: { dev: { min: 3, max: 1 }, qa: { min: 1, max: 1 }, prod: { min: 2, max: 4 } },
  };
  expect(about(wrong)).toEqual([
    'model.invalid prod/churn: environments is "qa"; expected one of dev, staging, prod',
    'model.invalid prod/churn: environments.dev.max is 1; expected at least min, 3',
    'model.invalid prod/churn: environments.prod.min is 2; expected at least 3 in a progressive environment',
    'model.invalid prod/churn: owner.team is "Customer Success"; expected lower-case letters, digits and "-", at most 63',
    'model.invalid prod/churn: rollout.steps[1] is 5; expected more than the step before, 25',
  ]);
});

describe('a wrong value is named with what was expected', () => {
  test.each([
    ['an unknown risk tier', { riskTier: 'medium' }, 'riskTier is "medium"; must be one of "low", "limited", "high"'],
    ['a step of 100 percent', { rollout: canary({ steps: [100], pauseMinutes: 10 }) }, 'rollout.steps[0].percent is 100; must be <= 99'],
    ['a pause of no time', { rollout: canary({ steps: [5], pauseMinutes: 0 }) }, 'rollout.steps[0].pauseMinutes is 0; must be >= 1'],
    [
      'no CPU',
      { runtime: sklearnServer({ cpu: '0', memory: '1Gi' }) },
      'runtime.cpu is "0"; expected cores above zero, such as 1, 0.5 or 500m',
    ],
    [
      'memory in bytes',
      { runtime: { ...classifierProps.runtime, memory: '500' } },
      'runtime.memory is "500"; expected memory above zero in Mi or Gi',
    ],
    [
      'a reference that is no group',
      { protectedAttributes: [{ name: 'age', reference: 'old', groups: ['young', 'middle'] }] },
      'protectedAttributes.age.reference is "old"; expected one of its groups, young, middle',
    ],
    [
      'the same attribute twice',
      { protectedAttributes: [...(classifierProps.protectedAttributes ?? []), ...(classifierProps.protectedAttributes ?? [])] },
      'protectedAttributes is "gender"; expected each attribute once',
    ],
    [
      'the same consumer twice',
      {
        traffic: {
          consumers: [
            { namespace: 'a', serviceAccount: 'b' },
            { namespace: 'a', serviceAccount: 'b' },
          ],
        },
      },
      'traffic.consumers is "a/b"; expected each consumer once',
    ],
    ['an address without a host', { owner: { team: 'x', email: 'nobody' } }, 'owner.email is "nobody"; must match pattern'],
    [
      'a runbook over HTTP',
      { monitoring: { runbook: 'http://runbooks.example.com' } },
      'monitoring.runbook is "http://runbooks.example.com"; must match pattern',
    ],
    ['a key that is not known', { treshold: {} }, '"treshold"; expected one of description, owner, riskTier'],
    [
      'a nested key that is not known',
      { monitoring: { runbook: 'https://x.example', scrape: 1 } },
      'has a key "scrape" that is not known here',
    ],
    ['nothing at all', { owner: undefined, traffic: undefined, runtime: undefined }, "must have required property 'owner'"],
    ['no environment', { environments: {} }, 'environments is []; must NOT have fewer than 1 items'],
  ])('%s', (_, wrong, expected) => {
    expect(about(wrong).join('\n')).toContain(expected);
  });
});

test.each(['Churn', 'a/b', '..', 'a'.repeat(64), '-a', 'a.b'])('the id %j is refused before it becomes a name', (id) => {
  expect(about({}, id).join('\n')).toMatch(/^model\.invalid prod\/\S+: id is "[^"]*"; must match pattern/);
});

test('a model in an environment that it does not declare is told what it declares', () => {
  expect(about({ environments: { dev: { min: 1, max: 1 } } }, 'churn', 'prod')).toEqual([
    'model.undeclared_environment prod/churn: releases.yaml places it in prod; expected one of its environments, dev',
  ]);
});

test('a version that is placed without a release is named', () => {
  const nowhere = context('churn', 'prod', { placement: { stable: '1.0.0', candidate: '2.0.0' } });
  expect(complaints(() => synthesizeUnit(binaryClassifier('churn'), nowhere))).toEqual([
    'release.missing prod/churn: version 2.0.0 stands in prod without a release; expected versions/2.0.0/release.yaml',
  ]);
});

test('a model that is declared outside a unit is told to pass its scope on', () => {
  const chart = new Chart(new App(), 'elsewhere');
  expect(complaints(() => new (binaryClassifier('churn'))(chart))).toEqual([
    'model.outside_unit elsewhere/churn: no unit above it; expected a model to be declared in the scope that it is given',
  ]);
});
