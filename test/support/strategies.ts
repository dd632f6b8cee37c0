import { abTest, bandit, blueGreen, canary, shadow } from '../../lib/index.ts';
import type { ClassifierProps } from '../../lib/index.ts';

/** One declaration of every strategy, each with everything that it may say. */
export const everyStrategy = {
  canary: canary({ steps: [5, 25, 50], pauseMinutes: 10, testers: { header: 'x-tester', value: 'yes' }, labelDelayHours: 48 }),
  blueGreen: blueGreen({ mirrorPercent: 10, observeMinutes: 15, labelDelayHours: 24 }),
  shadow: shadow({
    mirrorPercent: 20,
    mirrorMinutes: 60,
    compare: {
      requests: 'http://request-log.crm.svc.cluster.local:8080/churn.jsonl',
      path: '/v1/predict',
      minimumSample: 500,
      maxDisagreement: 0.02,
      tolerance: 0.001,
    },
    steps: [5, 50],
    pauseMinutes: 10,
  }),
  abTest: abTest({
    steps: [5],
    pauseMinutes: 30,
    split: { by: 'cookie', name: 'bucket' },
    shares: { stable: 50, candidate: 50 },
    hypothesis: {
      metric: 'retention_offer_accepted',
      test: 'chi-square',
      better: 'higher',
      alpha: 0.05,
      power: 0.8,
      minimumEffect: 0.02,
      minimumSample: 10_000,
    },
    maxHours: 336,
  }),
  bandit: bandit({ steps: [5, 20, 50], pauseMinutes: 60, reward: 'retention_offer_accepted', maxHours: 72 }),
} as const satisfies Readonly<Record<string, ClassifierProps['rollout']>>;
