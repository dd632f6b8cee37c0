import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { argocdObjects, bootstrapObjects, platformObjects, synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import { emitYaml } from '../../lib/contracts/canonical-yaml.ts';
import { binaryClassifier, config, context, pipelineProps, forecaster, routerProps, trafficProps } from '../support/units.ts';

const folder = path.join(import.meta.dirname, 'golden');

/** `UPDATE_GOLDEN=1 npx vitest run test/constructs` writes the files anew, for a reviewer to read the difference. */
const update = process.env['UPDATE_GOLDEN'] === '1';

function rendered(manifests: readonly Manifest[]): Readonly<Record<string, string>> {
  return Object.fromEntries(manifests.map((manifest) => [`${manifest.kind}.${manifest.metadata.name}.yaml`, emitYaml(manifest)]));
}

function golden(name: string, files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const place = path.join(folder, name);
  if (update) {
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(place, file), text);
  }
  return Object.fromEntries(readdirSync(place).map((file) => [file, readFileSync(path.join(place, file), 'utf8')]));
}

/** Kinds that only pipelines have, and what they bring of others' kinds. */
const PIPELINE_KINDS = ['CronWorkflow', 'EventSource', 'ExternalSecret', 'NetworkPolicy', 'Sensor', 'WorkflowTemplate'];

const cases: readonly (readonly [string, () => Readonly<Record<string, string>>])[] = [
  [
    'classifier-prod-with-candidate',
    () => {
      const unit = synthesizeUnit(
        binaryClassifier('churn'),
        context('churn', 'prod', { placement: { stable: '1.0.0', candidate: '1.1.0' } }),
      );
      return { ...rendered(unit.manifests), 'catalog.json': `${JSON.stringify(unit.spec, null, 2)}\n` };
    },
  ],
  ['forecaster-dev', () => rendered(synthesizeUnit(forecaster('demand'), context('demand', 'dev')).manifests)],
  [
    'traffic-prod',
    () => {
      const { manifests } = synthesizeUnit(binaryClassifier('churn', trafficProps), context('churn', 'prod'));
      const common = synthesizeUnit(binaryClassifier('churn'), context('churn', 'prod')).manifests.map((object) => JSON.stringify(object));
      return rendered(manifests.filter((object) => !common.includes(JSON.stringify(object))));
    },
  ],
  ...Object.entries(routerProps).map(
    ([what, props]) =>
      [
        what === 'an Ingress' ? 'traffic-ingress' : 'traffic-gateway-api',
        () => {
          const environment = Object.keys(props.environments).at(-1) ?? '';
          const { manifests } = synthesizeUnit(binaryClassifier('churn', props), context('churn', environment));
          return rendered(
            manifests.filter(({ kind }) => ['AuthorizationPolicy', 'HTTPRoute', 'Ingress', 'NetworkPolicy', 'Rollout'].includes(kind)),
          );
        },
      ] as const,
  ),
  [
    'pipelines-prod',
    () => {
      const { manifests } = synthesizeUnit(binaryClassifier('churn', pipelineProps), context('churn', 'prod'));
      return rendered(manifests.filter(({ kind, metadata: { name } }) => name !== 'churn' && PIPELINE_KINDS.includes(kind)));
    },
  ],
  ['platform-prod', () => rendered(platformObjects(config, 'prod'))],
  ['argocd-prod', () => rendered(argocdObjects(config, 'prod'))],
  ['argocd-bootstrap', () => rendered(bootstrapObjects(config))],
];

test.each(cases)('%s comes out as reviewed, file by file', (name, render) => {
  const files = render();
  expect(files).toEqual(golden(name, files));
});
