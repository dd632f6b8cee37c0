import { describe, expect, test } from 'vitest';
import { synthesizeUnit } from '../../lib/constructs/index.ts';
import { UserErrors } from '../../lib/errors.ts';
import { cpu, download, type ClassifierProps, type ModelProps } from '../../lib/index.ts';
import { everyData, everyJob, equipped } from '../support/every-job.ts';
import { everyServing } from '../support/every-serving.ts';
import { everyTarget } from '../support/every-target.ts';
import { everyStrategy } from '../support/strategies.ts';
import { binaryClassifier, classifierProps, context, pipelineProps, plainProps, routerProps, trafficProps } from '../support/units.ts';

/** What no declaration holds on purpose, as JSON, plain JavaScript or a slip may bring it. */
const NONSENSE: readonly unknown[] = [
  ...[undefined, null, true, 0, -1, 1.5, 1e308, Number.NaN, Number.POSITIVE_INFINITY, 10n, Symbol('a'), () => 1, new Date(0)],
  ...[
    '',
    ' ',
    'words',
    'ünï 😀 \u202e\u0000',
    '😀'.repeat(60),
    'x'.repeat(20_000),
    '{{inputs}}',
    '${{ secrets.a }}',
    '../..',
    '*',
    '99999',
  ],
  ...[[], [null], [[]], ['words', 'words'], {}, { key: 1 }, JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}') as unknown],
];

type Key = string | number;

/** Every place in a declaration, from the outside in. */
function places(value: unknown): readonly (readonly Key[])[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys: readonly Key[] = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => [[key], ...places((value as Readonly<Record<Key, unknown>>)[key]).map((below) => [key, ...below])]);
}

/** A copy with something else at a place. */
function spoiled(value: unknown, [key, ...below]: readonly Key[], change: (before: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  const inner = spoiled((value as Readonly<Record<Key, unknown>>)[key], below, change);
  return Array.isArray(value) ? (value as unknown[]).with(Number(key), inner) : { ...(value as object), [key]: inner };
}

/** What is done to one place. */
const CHANGES: readonly (readonly [string, (before: unknown) => unknown])[] = [
  ...NONSENSE.map((value) => [typeof value, () => value] as const),
  ['a key too many', (before) => (typeof before === 'object' ? { ...before, tooMany: 1 } : before)],
  ['everything twice', (before) => (Array.isArray(before) ? [...(before as unknown[]), ...(before as unknown[])] : before)],
];

/** Declarations that have each part at least once, with the parts of them to be spoiled. */
const DECLARATIONS: readonly (readonly [string, Partial<ClassifierProps>])[] = [
  ['what every model declares', { ...classifierProps, thresholds: { metrics: { floors: { f1: 0.7 } }, serving: { latencyP95Ms: 100 } } }],
  ['traffic and secrets', { traffic: trafficProps.traffic, secrets: trafficProps.secrets ?? [] }],
  ['pipelines', { retrain: pipelineProps.retrain, search: pipelineProps.search, drift: pipelineProps.drift } as Partial<ClassifierProps>],
  [
    'enforcement',
    {
      enforcement: { 'drift.above_limit': 'deny' },
      privacy: { categories: ['contact'], mitigations: ['minimised'] },
      modelVolume: download(),
      autoscaling: cpu(),
    },
  ],
  ...Object.entries(everyStrategy).map(([name, rollout]) => [name, { rollout }] as const),
  ...Object.entries(routerProps).map(([name, { traffic }]) => [name, { traffic }] as const),
  ...Object.entries(everyServing).map(([name, { props }]) => [name, own(props)] as const),
  ...Object.entries(everyTarget).map(([name, { props }]) => [name, own(props)] as const),
  ...Object.entries({ ...everyJob, 'all data': everyData }).map(([name, props]) => [name, own(props)] as const),
];

/** The parts in which a declaration differs from every model's. */
function own(props: Partial<ModelProps>): Partial<ClassifierProps> {
  const parts = ['runtime', 'modelVolume', 'autoscaling', 'batch', 'stages', 'explainer', 'card', 'target', 'trainer', 'data'] as const;
  return Object.fromEntries(
    parts.flatMap((part) => (props[part] === undefined || props[part] === plainProps[part] ? [] : [[part, props[part]]])),
  );
}

/** What came of a declaration: mistakes, or manifests as JSON. */
function outcome(parts: object): readonly string[] | string {
  const environments = 'target' in parts ? { dev: { min: 1, max: 2 } } : classifierProps.environments;
  const props = { ...classifierProps, environments, ...parts };
  const environment = 'target' in parts ? 'dev' : 'prod';
  try {
    return JSON.stringify(synthesizeUnit(binaryClassifier('churn', props), context('churn', environment, { config: equipped })));
  } catch (thrown) {
    if (!(thrown instanceof UserErrors)) throw thrown;
    return thrown.errors.map(({ message }) => message);
  }
}

describe.each(DECLARATIONS)('nonsense anywhere in %s', (_, parts) => {
  const all = places(parts);

  test.each(all.map((place) => [place.join('.'), place] as const))('%s: is told, or does no harm', (_, place) => {
    for (const [what, change] of CHANGES) {
      const nonsense = spoiled(parts, place, change);
      let came: readonly string[] | string;
      try {
        came = outcome(nonsense as object);
      } catch (thrown) {
        throw new Error(`${place.join('.')} as ${what}`, { cause: thrown });
      }
      if (typeof came === 'string') {
        expect(came, what).not.toMatch(/undefined|\[object |\bNaN\b|Infinity/);
        continue;
      }
      for (const message of came) {
        expect(message.length).toBeLessThan(1500);
        expect(message).toMatch(/^(?:dev|prod)\/churn: \S.*; (?:expected|must|has|does) \S/s);
        expect(message).not.toMatch(/undefined|\[object /);
      }
    }
  });
});
