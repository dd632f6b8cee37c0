import { describe, expect, test } from 'vitest';
import { synthesizeUnit } from '../../lib/constructs/index.ts';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { everyTarget, targeted } from '../support/every-target.ts';
import { every, one } from '../support/json.ts';
import { context, forecaster } from '../support/units.ts';
import { baseSample, library } from './library.ts';

type Loose = Record<string, unknown>;

/** A clean gate input with the unit that a model with a target is synthesized to. */
async function inputOf(name: string): Promise<Loose> {
  const target = everyTarget[name];
  if (target === undefined) throw new Error(`no target ${name}`);
  const release = { ...target.release, model: 'churn' };
  const { manifests, spec } = synthesizeUnit(
    forecaster('churn', target.props),
    context('churn', 'staging', { config: targeted, versions: { '1.0.0': release } }),
  );
  const input = structuredClone(await baseSample()) as Loose & {
    thresholds: { serving: { registries: string[] }; rollout: Loose };
    stable: Loose;
  };
  input['environment'] = 'staging';
  input['model'] = spec;
  input.thresholds.rollout['maxFirstStepPercent'] = null;
  input.thresholds.serving.registries.push('registry.example.com');
  input['stable'] = { ...input.stable, version: '1.0.0', release };
  input['candidate'] = null;
  input['manifests'] = manifests.map((object) => ({ path: `synth/staging/churn/${object.kind}.${object.metadata.name}.yaml`, object }));
  expect(problems(GateInput, input)).toEqual([]);
  return input;
}

/** The object that runs the pods. */
function workloadIn(input: Loose): Loose {
  const found = (every(input, 'manifests[] object') as { kind: string; apiVersion: string }[]).find(
    ({ kind, apiVersion }) => kind === 'InferenceService' || apiVersion === 'serving.knative.dev/v1',
  );
  if (found === undefined) throw new Error('nothing runs the pods');
  return found;
}

const podIn = (input: Loose): Loose =>
  (one(workloadIn(input), 'spec predictor') ?? one(workloadIn(input), 'spec template spec')) as Loose;
const serverIn = (input: Loose): Loose => every(podIn(input), 'containers[]')[0] as Loose;

/** What the checks of pods, and of what the pods run, say against an input. */
async function said(input: Loose): Promise<readonly string[]> {
  const { evaluate } = await library();
  return evaluate(input)
    .filter(({ code, status }) => /^serving\.|^rollout\.|^provenance\.image/.test(code) && !['pass', 'not_applicable'].includes(status))
    .filter(({ code }) => !code.startsWith('serving.latency'))
    .map(({ code }) => code);
}

/** Whether the release's own image is proven to be what serves; with Seldon, whose images are others', the folder of its files. */
async function runsTheRelease(input: Loose): Promise<boolean> {
  const { evaluate } = await library();
  const [result] = evaluate(input).filter(({ code }) => code === 'provenance.artifact_mismatch');
  const loaded = every(input, 'manifests[] object kind').includes('Model') ? 'address' : 'image';
  return result?.passed.includes(`1.0.0/${loaded}`) ?? false;
}

test.each(Object.keys(everyTarget))('%s as it is synthesized passes every check of pods, and runs the release', async (name) => {
  const input = await inputOf(name);
  expect(await said(input)).toEqual([]);
  expect(await runsTheRelease(input)).toBe(true);
});

const CHANGES: readonly (readonly [string, (input: Loose) => void, string])[] = [
  ['a privilege', (input) => Object.assign(serverIn(input)['securityContext'] as Loose, { allowPrivilegeEscalation: true }), 'serving.privilege_escalation'],
  ['a capability', (input) => Object.assign(serverIn(input)['securityContext'] as Loose, { capabilities: {} }), 'serving.capabilities_not_dropped'],
  ['root', (input) => Object.assign(serverIn(input)['securityContext'] as Loose, { runAsNonRoot: false }), 'serving.run_as_root'],
  ['a writable root', (input) => Object.assign(serverIn(input)['securityContext'] as Loose, { readOnlyRootFilesystem: false }), 'serving.writable_root_filesystem'],
  ['no resources', (input) => delete serverIn(input)['resources'], 'serving.resources_missing'],
  ['no probe', (input) => delete serverIn(input)['livenessProbe'], 'serving.probes_missing'],
  ['a tag for an image', (input) => Object.assign(serverIn(input), { image: 'registry.example.com/models/churn:1.0.0' }), 'provenance.image_not_pinned'],
  ['another registry', (input) => Object.assign(serverIn(input), { image: `evil.example.org/x@sha256:${'a'.repeat(64)}` }), 'serving.registry_not_allowed'],
  ['another name for the server', (input) => Object.assign(serverIn(input), { name: 'other' }), 'serving.resources_missing'],
  ['nothing that runs the pods', (input) => (input['manifests'] = (input['manifests'] as { object: unknown }[]).filter(({ object }) => object !== workloadIn(input))), 'serving.run_as_root'],
];

describe.each(['KServe, scaled by CPU', 'Knative'])('%s', (name) => {
  test.each(CHANGES)('with %s is denied', async (_, change, code) => {
    const input = await inputOf(name);
    change(input);
    expect(await said(input)).toContain(code);
  });

  test('with another image than the release is denied', async () => {
    const input = await inputOf(name);
    Object.assign(serverIn(input), { image: `registry.example.com/models/churn@sha256:${'9'.repeat(64)}` });
    expect(await runsTheRelease(input)).toBe(false);
  });
});

test.each([{ type: 'Recreate' }, { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } }, undefined])(
  'KServe that takes pods away before others serve is denied: %j',
  async (strategy) => {
    const input = await inputOf('KServe, scaled by CPU');
    if (strategy === undefined) delete podIn(input)['deploymentStrategy'];
    else podIn(input)['deploymentStrategy'] = strategy;
    expect(await said(input)).toContain('serving.update_not_rolling');
  },
);

describe('Seldon', () => {
  const found = (input: Loose, kind: string): Loose => {
    const object = (every(input, 'manifests[] object') as { kind: string }[]).find((one) => one.kind === kind);
    if (object === undefined) throw new Error(`no ${kind}`);
    return object;
  };
  const specOf = (input: Loose, kind: string): Loose => found(input, kind)['spec'] as Loose;

  test.each<readonly [string, (input: Loose) => void, string]>([
    ['nothing that loads the model', (input) => (input['manifests'] = (input['manifests'] as { object: { kind: string } }[]).filter(({ object }) => object.kind !== 'Model')), 'serving.run_as_root'],
    ['a model in another namespace', (input) => Object.assign(found(input, 'Model')['metadata'] as Loose, { namespace: 'default' }), 'serving.namespace_wrong'],
    ['a Service over other pods', (input) => Object.assign(specOf(input, 'Service'), { selector: { app: 'other' } }), 'serving.service_dangling'],
    ['another port of the proxy', (input) => Object.assign(specOf(input, 'Service'), { ports: [{ port: 80, targetPort: 'envoy-stats' }] }), 'serving.service_dangling'],
    ['callers that nobody names', (input) => Object.assign(specOf(input, 'AuthorizationPolicy'), { rules: [{ to: [{ operation: { ports: ['9000'] } }] }] }), 'serving.authorization_open'],
    ['connections from everywhere', (input) => Object.assign(specOf(input, 'NetworkPolicy'), { ingress: [{}] }), 'serving.network_open'],
    ['a container in the model', (input) => Object.assign(specOf(input, 'Model'), { containers: [{ name: 'server', image: 'evil.example.org/x' }] }), 'serving.registry_not_allowed'],
  ])('with %s is denied', async (_, change, code) => {
    const input = await inputOf('Seldon');
    change(input);
    expect(await said(input)).toContain(code);
  });

  test.each([
    ['the files of another release', 's3://models/bbbb'],
    ['an address that says no checksum', 's3://models/latest'],
    ['no address', null],
  ])('with %s is denied', async (_, storageUri) => {
    const input = await inputOf('Seldon');
    Object.assign(specOf(input, 'Model'), { storageUri });
    expect(await runsTheRelease(input)).toBe(false);
  });
});
