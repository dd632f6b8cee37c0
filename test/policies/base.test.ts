import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { Task } from '../../lib/contracts/common.ts';
import { PlatformInput } from '../../lib/contracts/platform-input.ts';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { resolveThresholds } from '../../lib/contracts/resolve-thresholds.ts';
import { parse, problems } from '../../lib/contracts/schema.ts';
import { ThresholdFile } from '../../lib/contracts/thresholds.ts';
import { BASE_SAMPLE } from '../../lib/policy/samples.ts';
import { baseSample, library, repository } from './library.ts';

async function limits(tier: string): Promise<ThresholdFile> {
  const file = `policies/thresholds/${tier}.yaml`;
  return parse(ThresholdFile, load(await readFile(path.join(repository, file), 'utf8')), file);
}

test('the base sample is a gate input', async () => {
  expect(problems(GateInput, await baseSample())).toEqual([]);
});

test('the base sample is small enough to evaluate thousands of times', async () => {
  expect((await readFile(path.join(repository, BASE_SAMPLE))).length).toBeLessThan(96 * 1024);
});

test('the base sample has the limits that the high tier gives in production', async () => {
  const { model, thresholds } = parse(GateInput, await baseSample(), BASE_SAMPLE);
  const resolved = resolveThresholds(await limits('high'), model.task, 'prod', model.thresholds);
  expect(thresholds).toEqual(resolved.thresholds);
  expect(resolved.loosened).toEqual([]);
});

test('every check passes the base sample or says why it does not apply', async () => {
  const results = (await library()).evaluate(await baseSample());
  const others = results.filter(({ status }) => status !== 'pass').map(({ code, status, reason }) => ({ code, status, reason }));
  expect(others.filter(({ status }) => status !== 'not_applicable')).toEqual([]);
  // No other than these may be silent: the sample is there to be judged.
  const quiet = [
    'fairness.calibration',
    'fairness.predictive_parity',
    'fairness.regression_parity',
    'promotion.frozen',
    'serving.update_not_rolling',
  ];
  expect(others.map(({ code }) => code)).toEqual(quiet);
  expect(results.length).toBeGreaterThanOrEqual(60);
});

test.each(['platform', 'argocd'])('every check of what is no unit passes the sample %s, or says why it has nothing to do there', async (name) => {
  const sample: unknown = JSON.parse(await readFile(path.join(repository, `policies/samples/${name}.json`), 'utf8'));
  expect(problems(PlatformInput, sample)).toEqual([]);
  const results = (await library()).evaluate(sample);
  expect(results.length).toBeGreaterThanOrEqual(8);
  const silent = results.filter(({ status }) => status !== 'pass');
  expect(silent.map(({ status }) => status).filter((status) => status !== 'not_applicable')).toEqual([]);
  expect(silent.map(({ code }) => code)).toEqual(
    name === 'platform'
      ? ['platform.pod_not_hardened', 'platform.project_too_wide', 'platform.source_not_pinned']
      : ['platform.calls_allowed', 'platform.mesh_not_strict', 'platform.namespace_unrestricted', 'platform.network_open', 'platform.pod_not_hardened', 'platform.role_too_wide'],
  );
});

test('an input without anything in it is an error, because no check can say why it has nothing to do', async () => {
  const { evaluate } = await library();
  expect(() => evaluate({})).toThrow('requires nothing and gives no reason');
});

test.each(['low', 'limited', 'high'])('the limits of tier %s are complete for every task and environment', async (tier) => {
  const file = await limits(tier);
  expect(file.tier).toBe(tier);
  for (const task of Task.enum) {
    for (const environment of ['dev', 'staging', 'prod']) {
      expect(() => resolveThresholds(file, task, environment, {})).not.toThrow();
    }
  }
});

test('a higher tier is never laxer than a lower one', async () => {
  const [low, limited, high] = await Promise.all(['low', 'limited', 'high'].map(limits));
  for (const [lower, higher] of [[low, limited], [limited, high]]) {
    if (lower === undefined || higher === undefined) throw new Error('three tiers were read');
    for (const task of Task.enum) {
      for (const environment of ['dev', 'staging', 'prod']) {
        const { thresholds: lax } = resolveThresholds(lower, task, environment, {});
        const { promotion, card, evidence, rollout, serving, ...asked } = lax;
        const { registries, ...service } = serving;
        expect(registries.length).toBeGreaterThan(0);
        // The lower tier's limits, asked for by a model of the higher tier, are refused or the same: nothing gets tighter by them.
        const { metrics, fairness, drift } = asked;
        const { tolerance, ...byMetric } = metrics;
        const { thresholds: strict } = resolveThresholds(higher, task, environment, {});
        expect(tolerance).toBeGreaterThanOrEqual(strict.metrics.tolerance);
        const wish = { metrics: byMetric, drift, serving: service, ...(fairness === null ? {} : { fairness }) };
        expect(resolveThresholds(higher, task, environment, wish).thresholds).toEqual(strict);
        expect(strict.promotion.minSoakHours).toBeGreaterThanOrEqual(promotion.minSoakHours);
        expect(strict.card.maxAgeDays).toBeLessThanOrEqual(card.maxAgeDays);
        expect(strict.card.requiredSections).toEqual(expect.arrayContaining([...card.requiredSections]));
        expect(strict.evidence.maxAgeDays).toBeLessThanOrEqual(evidence.maxAgeDays);
        expect(strict.rollout.maxFirstStepPercent ?? 0).toBeLessThanOrEqual(rollout.maxFirstStepPercent ?? 0);
      }
    }
  }
});
