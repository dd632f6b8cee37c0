import { describe, expect, test } from 'vitest';
import { type Manifest, synthesizeUnit } from '../../lib/constructs/index.ts';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { everyServing, equipped } from '../support/every-serving.ts';
import { worlds } from '../support/every-unit.ts';
import { REQUIREMENTS } from '../support/hardening.ts';
import { binaryClassifier, classifierProps, context, everyTask, forecaster, pipelineProps, routerProps, trafficProps } from '../support/units.ts';
import { baseSample, library } from './library.ts';

const { evaluate } = await library();
const base = (await baseSample()) as { thresholds: { serving: { registries: string[]; minReplicas: number } } };

type Unit = ReturnType<typeof synthesizeUnit>;

const last = ({ environments }: { readonly environments: object }): string => Object.keys(environments).at(-1) ?? '';

const OF_MANIFESTS = /^(serving\.(?!latency)|monitoring\.)/;

/** What the checks of manifests say against a unit. */
function said(environment: string, { spec, manifests }: { readonly spec: Unit['spec']; readonly manifests: readonly Manifest[] }): readonly string[] {
  const input = structuredClone(base);
  input.thresholds.serving.registries.push('registry.example.com');
  input.thresholds.serving.minReplicas = environment === 'prod' ? 3 : 1;
  const judged = manifests.map((object) => ({ path: `synth/${environment}/${spec.id}/${object.kind}.${object.metadata.name}.yaml`, object }));
  const unit = { ...input, environment, model: spec, manifests: judged };
  expect(problems(GateInput, unit)).toEqual([]);
  return evaluate(unit)
    .filter(({ status }) => status !== 'pass' && status !== 'not_applicable')
    .map(({ code, failed }) => `${code}: ${failed.join(', ')}`);
}

const placement = { stable: '1.0.0', candidate: '1.1.0' };
const classifiers = { traffic: trafficProps, pipelines: pipelineProps, ...routerProps };

const units: readonly (readonly [string, string, () => Unit])[] = [
  ...Object.entries(everyTask).map(([name, declare]) => [name, 'prod', () => synthesizeUnit(declare('model'), context('model', 'prod', { placement }))] as const),
  ...Object.entries(classifiers).map(
    ([name, props]) => [`a classifier with ${name}`, last(props), () => synthesizeUnit(binaryClassifier('model', props), context('model', last(props)))] as const,
  ),
  ...Object.entries(everyServing).map(([name, { props, release }]) => {
    const declared = () => synthesizeUnit(forecaster('model', props), context('model', last(props), { versions: { '1.0.0': release }, config: equipped }));
    return [name, last(props), declared] as const;
  }),
];

test.each(units)('%s in %s passes every check of its manifests', (_, environment, unit) => {
  expect(said(environment, unit()).filter((finding) => OF_MANIFESTS.test(finding))).toEqual([]);
});

describe('a change that breaks a requirement of the hardening checklist is denied', () => {
  const [, prod] = worlds().find(([name]) => name === 'binary-classification in prod with a candidate') ?? [];
  const { spec } = synthesizeUnit(binaryClassifier('model', classifierProps), context('model', 'prod', { placement }));
  if (prod === undefined) throw new Error('no unit in prod');

  // What these change belongs to the environment, not to a unit.
  const ELSEWHERE = /^(the namespace enforces|no right is a wildcard|nobody may create pods|the mesh is strict|projects list|applications have)/;

  const before = said('prod', { spec, manifests: prod.unit });

  test.each(REQUIREMENTS.filter(({ title }) => !ELSEWHERE.test(title)))('$title', ({ mutant }) => {
    const found = said('prod', { spec, manifests: mutant(prod).unit });
    expect(found.filter((finding) => !before.includes(finding))).not.toEqual([]);
  });
});

test.each([{ type: 'Recreate' }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }, {}])(
  'a Deployment that takes pods away before others serve is denied: %j',
  (strategy) => {
    const { spec, manifests } = synthesizeUnit(binaryClassifier('model', classifierProps), context('model', 'dev'));
    const finding = 'serving.update_not_rolling: Deployment.model.yaml';
    expect(said('dev', { spec, manifests })).not.toContain(finding);
    const changed = manifests.map((object) => (object.kind === 'Deployment' ? { ...object, spec: { ...(object as { spec?: object }).spec, strategy } } : object));
    expect(said('dev', { spec, manifests: changed })).toContain(finding);
  },
);
