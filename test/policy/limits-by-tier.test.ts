import { expect, test } from 'vitest';
import { readThresholds, workTree } from '../../lib/evidence/index.ts';
import { limitsByTier } from '../../lib/policy/limits-by-tier.ts';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { readRoster } from '../../lib/policy/roster.ts';
import { root } from '../support/scratch.ts';

test('a limit is shown by tier, layer after layer, and a layer that is silent has no row', async () => {
  const { low, limited, high } = await readThresholds(workTree(root));
  const all = { ...low.all, drift: { maxScore: 0.2 } };
  const tiers = {
    low: { ...low, all, tasks: {}, environments: { dev: {} } },
    limited: { ...limited, all: {}, tasks: {}, environments: { dev: {} } },
    high: {
      ...high,
      all: {},
      tasks: { forecast: { drift: { maxScore: 0.1 } } },
      environments: { dev: {}, prod: { drift: { maxScore: 0.05 } } },
    },
  };
  expect(limitsByTier(['thresholds.drift.maxScore'], tiers)).toEqual([
    { limit: 'thresholds.drift.maxScore', where: 'all models', values: { low: 0.2, limited: undefined, high: undefined } },
    { limit: 'thresholds.drift.maxScore', where: 'forecast', values: { low: undefined, limited: undefined, high: 0.1 } },
    { limit: 'thresholds.drift.maxScore', where: 'in prod', values: { low: undefined, limited: undefined, high: 0.05 } },
  ]);
});

test('every limit that a check names is set in some tier, but for those that a team sets itself', async () => {
  const tiers = await readThresholds(workTree(root));
  const named = (await readRoster(workTreePolicies(root))).flatMap(({ limits }) => limits);
  expect([...new Set(named.filter((limit) => limitsByTier([limit], tiers).length === 0))]).toEqual([
    'thresholds.fairness.calibration_difference',
    'thresholds.fairness.predictive_parity_difference',
    'thresholds.promotion.freeze',
  ]);
});
