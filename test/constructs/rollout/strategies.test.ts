import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, mkdirSync, writeFileSync, existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { synthesizeUnit, type Manifest } from '../../../lib/constructs/index.ts';
import { bucketsBelow, experimentMatch } from '../../../lib/constructs/rollout/buckets.ts';
import { emitYaml } from '../../../lib/contracts/canonical-yaml.ts';
import { UserErrors } from '../../../lib/errors.ts';
import { abTest, bandit, canary, shadow, type ClassifierProps } from '../../../lib/index.ts';
import { departures, CUSTOM_KINDS, groupKindOf, stored } from '../../support/crd-schemas.ts';
import { every, one } from '../../support/json.ts';
import { everyStrategy } from '../../support/strategies.ts';
import { binaryClassifier, classifierProps, context } from '../../support/units.ts';

type Strategy = keyof typeof everyStrategy;
const names = Object.keys(everyStrategy) as Strategy[];
const golden = path.join(import.meta.dirname, '../golden');
const KINDS = ['AnalysisTemplate', 'AuthorizationPolicy', 'NetworkPolicy', 'Rollout', 'Service', 'ServiceAccount', 'VirtualService'];

function synthesized(rollout: ClassifierProps['rollout']) {
  return synthesizeUnit(
    binaryClassifier('churn', { ...classifierProps, rollout }),
    context('churn', 'prod', { placement: { stable: '1.0.0', candidate: '1.1.0' } }),
  );
}

const file = ({ kind, metadata }: Manifest): string => `${kind}.${metadata.name}.yaml`;

/** What a strategy adds to, or changes in, a unit with a plain canary. */
function own(strategy: Strategy): Readonly<Record<string, string>> {
  const common = new Set(synthesized(classifierProps.rollout).manifests.map((object) => JSON.stringify(object)));
  const manifests = synthesized(everyStrategy[strategy]).manifests.filter(
    (object) => KINDS.includes(object.kind) && !common.has(JSON.stringify(object)),
  );
  return Object.fromEntries(manifests.map((object) => [file(object), emitYaml(object)]));
}

describe.each(names)('%s', (strategy) => {
  const { manifests } = synthesized(everyStrategy[strategy]);

  test('gives the manifests of its golden files', () => {
    const files = own(strategy);
    const place = path.join(golden, `rollout-${strategy}`);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      rmSync(place, { recursive: true, force: true });
      mkdirSync(place, { recursive: true });
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(place, name), text);
    }
    expect(files).toEqual(Object.fromEntries(readdirSync(place).map((name) => [name, readFileSync(path.join(place, name), 'utf8')])));
  });

  test('fits the CRDs, with every field that they default', () => {
    const custom = manifests.filter((object) => CUSTOM_KINDS.includes(groupKindOf(object)));
    expect(custom.flatMap(departures)).toEqual([]);
    for (const object of custom) expect(stored(object)).toEqual(object);
  });

  test('names only templates, Services and managed routes that are there', () => {
    const rollout = manifests.find(({ kind }) => kind === 'Rollout');
    const there = (kind: string) => manifests.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);
    const text = JSON.stringify(rollout);
    const said = (key: string) => [...text.matchAll(new RegExp(`"${key}":"([^"]+)"`, 'g'))].map((match) => match[1]);
    expect(there('AnalysisTemplate')).toEqual(expect.arrayContaining(said('templateName')));
    expect([...new Set(said('templateName'))].sort()).toEqual(there('AnalysisTemplate').sort());
    for (const service of [...said('stableService'), ...said('canaryService'), ...said('activeService'), ...said('previewService')]) {
      expect(there('Service')).toContain(service);
    }
    const routes = ['setHeaderRoute', 'setMirrorRoute'].flatMap((step) => every(rollout, `spec strategy canary steps[] ${step} name`));
    expect(every(rollout, 'spec strategy canary trafficRouting managedRoutes[] name')).toEqual([...new Set(routes)]);
  });

  test('is what Argo Rollouts takes for valid', () => {
    const tools = path.join(homedir(), '.cache/modelgate/tools');
    const lint = (existsSync(tools) ? readdirSync(tools) : [])
      .filter((name) => name.startsWith('rollouts-lint-'))
      .map((name) => path.join(tools, name, 'rollouts-lint'))
      .find((program) => existsSync(program));
    if (lint === undefined) throw new Error('rollouts-lint is not installed; run `node tools/install.mjs`');
    const folder = mkdtempSync(path.join(tmpdir(), 'modelgate-rollout-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    for (const object of manifests) writeFileSync(path.join(folder, file(object)), emitYaml(object));
    const { stdout, status } = spawnSync(lint, [folder], { encoding: 'utf8' });
    expect(stdout).toContain(`${String(manifests.filter(({ kind }) => ['AnalysisTemplate', 'Rollout'].includes(kind)).length)} objects`);
    expect({ stdout: stdout.replace(/^rollouts-lint: .*\n/m, ''), status }).toEqual({ stdout: '', status: 0 });
  });

  test('aborts on what is bad, and takes nothing for good without data', () => {
    for (const template of manifests.filter(({ kind }) => kind === 'AnalysisTemplate')) {
      for (const metric of every(template, 'spec metrics[]') as Record<string, unknown>[]) {
        if ('job' in (metric['provider'] as object)) {
          expect(metric).toMatchObject({ count: 1, failureLimit: 0, inconclusiveLimit: 0 });
          continue;
        }
        for (const condition of ['successCondition', 'failureCondition']) {
          expect(metric[condition]).toMatch(/^len\(result\) > 0 && !isNaN\(result\[0\]\) && result\[0\] (<=|>=|<|>) [\d.]+$/);
        }
        expect(metric['count']).toBe(Number(metric['failureLimit']) + Number(metric['inconclusiveLimit']) + 1);
      }
    }
  });
});

test.each(['shadow', 'abTest', 'bandit'] as const)('the job of %s runs without rights, for a bounded time', (strategy) => {
  const { manifests, spec } = synthesized(everyStrategy[strategy]);
  const job = manifests.flatMap((object) => every(object, 'spec metrics[] provider job spec'))[0];
  const pod = one(job, 'template spec');
  expect(one(job, 'activeDeadlineSeconds')).toBeGreaterThan(0);
  expect(one(job, 'backoffLimit')).toBe(0);
  expect(pod).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  });
  for (const container of every(pod, 'containers[]')) {
    expect(container).toMatchObject({
      image: expect.stringContaining('@sha256:') as string,
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        privileged: false,
        readOnlyRootFilesystem: true,
      },
    });
    expect(one(container, 'resources limits')).toEqual(one(container, 'resources requests'));
  }
  const account = one(pod, 'serviceAccountName');
  expect(manifests.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === account)).toHaveLength(1);
  expect(spec.environments.at(-1)?.workloads.map(({ kind }) => kind)).toEqual(['Rollout', 'AnalysisTemplate', 'WorkflowTemplate']);
});

test('what needs the truth is measured when it is known, what does not is measured at once', () => {
  const { manifests } = synthesized(everyStrategy.canary);
  const outcomes = manifests.find(({ metadata }) => metadata.name === 'churn-outcomes');
  const delays = (every(outcomes, 'spec metrics[]') as { name: string; initialDelay?: string }[]).map(({ name, initialDelay }) => [
    name,
    initialDelay,
  ]);
  expect(Object.fromEntries(delays)).toEqual({
    'prediction-drift': undefined,
    'statistical-parity-difference': undefined,
    'disparate-impact-lowest': undefined,
    'disparate-impact-highest': undefined,
    'equal-opportunity-difference': '48h',
    'average-odds-difference': '48h',
  });
});

test('the old pods of a switch live until its last analysis has spoken', () => {
  const { manifests } = synthesized(everyStrategy.blueGreen);
  const rollout = manifests.find(({ kind }) => kind === 'Rollout');
  expect(one(rollout, 'spec strategy blueGreen scaleDownDelaySeconds')).toBeGreaterThan(24 * 3600 + 15 * 60 + 4 * 60);
});

describe('buckets', () => {
  const all = Array.from({ length: 100 }, (_, bucket) => String(bucket).padStart(2, '0'));

  test.each([1, 9, 10, 11, 50, 55, 99, 100])('the first %i of a hundred, and no other', (share) => {
    const pattern = new RegExp(`^${bucketsBelow(share)}$`);
    expect(all.filter((bucket) => pattern.test(bucket))).toEqual(all.slice(0, share));
  });

  test('nothing but two digits is a bucket', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.string({ maxLength: 4 }), (share, text) => {
        if (new RegExp(`^${bucketsBelow(share)}$`).test(text)) expect(all.slice(0, share)).toContain(text);
      }),
    );
  });

  test('a cookie is found in any place, and not inside another name', () => {
    const { headerName, headerValue } = experimentMatch({ split: { by: 'cookie', name: 'bucket' }, shares: { stable: 90, candidate: 10 } });
    const pattern = new RegExp(`^(?:${headerValue.regex})$`);
    expect(headerName).toBe('cookie');
    for (const cookie of ['bucket=03', 'a=1; bucket=09', 'bucket=00; a=1', 'a=1; bucket=05; b=2', 'a=1;bucket=05'])
      expect(cookie).toMatch(pattern);
    for (const cookie of ['bucket=10', 'xbucket=03', 'a=1; my-bucket=03', 'bucket=035', 'bucket=', 'a=bucket=03'])
      expect(cookie).not.toMatch(pattern);
  });
});

describe('bad input', () => {
  function mistakes(rollout: unknown, traffic: Partial<ClassifierProps['traffic']> = {}): readonly string[] {
    try {
      synthesizeUnit(
        binaryClassifier('churn', {
          ...classifierProps,
          traffic: { ...classifierProps.traffic, ...traffic },
          rollout: rollout as ClassifierProps['rollout'],
        }),
        context('churn', 'prod'),
      );
    } catch (thrown) {
      if (thrown instanceof UserErrors) return thrown.errors.map(({ message }) => message);
      throw thrown;
    }
    return [];
  }
  const without = (rollout: object, ...keys: readonly string[]) =>
    Object.fromEntries(Object.entries(rollout).filter(([key]) => !keys.includes(key)));

  test('shares that do not add up', () => {
    expect(mistakes({ ...everyStrategy.abTest, shares: { stable: 60, candidate: 50 } })).toEqual([
      'prod/churn: rollout.shares is {"stable":60,"candidate":50}; expected shares that add up to 100, not 110',
    ]);
  });

  test.each([
    ['canary', canary({ pauseMinutes: 10 } as never)],
    ['shadow', shadow({ ...everyStrategy.shadow, steps: undefined } as never)],
    ['abTest', abTest({ ...everyStrategy.abTest, steps: undefined } as never)],
    ['bandit', bandit({ ...everyStrategy.bandit, steps: undefined } as never)],
  ])('a %s without steps, which its preset leaves for the schema to tell', (_, rollout) => {
    expect(mistakes(rollout)).toEqual([
      expect.stringMatching(/^prod\/churn: rollout is .*; must have required property 'steps'$/) as string,
    ]);
  });

  test('a canary without an analysis', () => {
    expect(mistakes(without(everyStrategy.canary, 'analysis'))).toEqual([
      expect.stringMatching(/^prod\/churn: rollout is .*; must have required property 'analysis'$/) as string,
    ]);
  });

  test('a mirror without a host to compare with', () => {
    const { requests, ...compare } = everyStrategy.shadow.compare;
    expect(requests).toContain('http://');
    expect(mistakes({ ...everyStrategy.shadow, compare })).toEqual([
      expect.stringMatching(/^prod\/churn: rollout\.compare is .*; must have required property 'requests'$/) as string,
    ]);
    expect(mistakes({ ...everyStrategy.shadow, compare: { ...compare, requests: 'https://example.com/all' } })).toEqual([
      expect.stringContaining('rollout.compare.requests is "https://example.com/all"') as string,
    ]);
  });

  test('an A/B test without a hypothesis', () => {
    expect(mistakes(without(everyStrategy.abTest, 'hypothesis'))).toEqual([
      expect.stringMatching(/^prod\/churn: rollout is .*; must have required property 'hypothesis'$/) as string,
    ]);
  });

  test('a sample too small to see what it is to show', () => {
    const hypothesis = { ...everyStrategy.abTest.hypothesis, minimumSample: 500 };
    expect(mistakes({ ...everyStrategy.abTest, hypothesis })).toEqual([
      'prod/churn: rollout.hypothesis.minimumSample is 500; expected at least 9812 of each release to see a difference of 0.02 with power 0.8 at alpha 0.05',
    ]);
  });

  test('a strategy that nobody knows', () => {
    expect(mistakes({ ...everyStrategy.canary, strategy: 'yolo' }).join('\n')).toContain('rollout');
    expect(mistakes({})).not.toEqual([]);
    expect(mistakes(undefined)).not.toEqual([]);
  });

  test('routes that only Istio has', () => {
    const via = { router: 'gateway-api', gateway: 'models', namespace: 'gateways', serviceAccount: 'models-istio' } as const;
    for (const strategy of names) expect(mistakes(everyStrategy[strategy], { via }).join('\n')).toContain('expected istio()');
  });

  test('everything at once', () => {
    expect(mistakes({ ...without(everyStrategy.abTest, 'hypothesis', 'analysis'), maxHours: 0 })).toHaveLength(3);
  });
});
