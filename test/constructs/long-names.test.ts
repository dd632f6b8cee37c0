import { describe, expect, test } from 'vitest';
import { argocdObjects, platformObjects, synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import type { Config } from '../../lib/contracts/config.ts';
import { defineConfig } from '../../lib/index.ts';
import { equipped, everyData, everyJob } from '../support/every-job.ts';
import { everyServing } from '../support/every-serving.ts';
import { complaints } from '../support/errors.ts';
import { binaryClassifier, classifierProps, context, pipelineProps, trafficProps } from '../support/units.ts';

/** The longest there may be. Two that differ in their last letter are one when somebody cuts them. */
const IDS = ['a', 'b'].map((last) => `${'m'.repeat(39)}${last}`);
const ENVIRONMENTS = ['x', 'y'].map((last) => `${'e'.repeat(19)}${last}`);

const config: Config = defineConfig({
  ...equipped,
  environments: ENVIRONMENTS.map((name) => ({ name, server: `https://${name}.example.com`, progressive: true })),
});

/** Everything that makes objects of its own, in one declaration. */
const props = {
  ...classifierProps,
  ...pipelineProps,
  ...everyData,
  secrets: (trafficProps.secrets ?? []).map((secret) => ({ ...secret, name: 's'.repeat(40), mountPath: '/etc/one' })),
  card: { served: true },
  batch: everyServing['batch inference']?.props.batch,
  trainer: everyJob['ray']?.trainer,
  environments: Object.fromEntries(ENVIRONMENTS.map((name) => [name, { min: 3, max: 5 }])),
} as typeof classifierProps;

function unit(id: string, environment: string): readonly Manifest[] {
  return synthesizeUnit(binaryClassifier(id, props), context(id, environment, { config })).manifests;
}

const units = IDS.flatMap((id) => ENVIRONMENTS.map((environment) => [id, environment, unit(id, environment)] as const));
const shared = ENVIRONMENTS.flatMap((environment) => [...platformObjects(config, environment), ...argocdObjects(config, environment)]);

/** Kinds whose names become a DNS label, or a label of pods: 63 characters. Argo adds a time to a CronWorkflow's. */
const LONGEST: Readonly<Record<string, number>> = {
  CronWorkflow: 52,
  Service: 63,
  Rollout: 63,
  Deployment: 63,
  WorkflowTemplate: 63,
  EventSource: 63,
  Sensor: 63,
};

/** Values of labels anywhere in an object: selectors and templates too. */
function labels(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([key, inner]) =>
    ['labels', 'matchLabels'].includes(key) && typeof inner === 'object' && inner !== null
      ? Object.values(inner).map(String)
      : labels(inner),
  );
}

describe('the longest names', () => {
  test('are none that a cluster would cut or refuse', () => {
    const all = [...units.flatMap(([, , manifests]) => manifests), ...shared];
    expect(all.length).toBeGreaterThan(150);
    expect(
      all
        .filter(({ kind, metadata }) => metadata.name.length > (LONGEST[kind] ?? 253))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ).toEqual([]);
    expect(all.flatMap(labels).filter((value) => value.length > 63)).toEqual([]);
  });

  test('of two models in one environment never meet', () => {
    for (const environment of ENVIRONMENTS) {
      const names = units
        .filter(([, place]) => place === environment)
        .flatMap(([, , manifests]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`));
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test('of two environments never meet where Argo CD keeps them all', () => {
    const names = shared
      .filter(({ metadata }) => metadata.namespace === config.argocd.namespace)
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    const once = names.filter((name) => ENVIRONMENTS.some((environment) => name.includes(environment)));
    expect(once.length).toBeGreaterThan(5);
    expect(new Set(once).size).toBe(once.length);
  });

  test('are as long as they get: one letter more is told with its value and what fits', () => {
    expect(complaints(() => unit(`${IDS[0] ?? ''}x`, ENVIRONMENTS[0] ?? ''))).toContainEqual(
      expect.stringMatching(/: id is "m{39}ax"; must match pattern .*\{0,38\}/),
    );
    const long = { name: `${ENVIRONMENTS[0] ?? ''}x`, server: 'https://x.example.com', progressive: true };
    expect(complaints(() => defineConfig({ ...equipped, environments: [long] }))).toEqual([
      expect.stringMatching(/^schema\.invalid modelgate\.config\.ts: \/environments\/0\/name must match pattern .*; seen "e{19}xx"$/),
    ]);
  });
});
