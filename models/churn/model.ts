import type { Construct } from 'constructs';
import { alert, BinaryClassifier, canary, cron, gitPush, grid, measured, protectedAttribute, sklearnServer } from 'modelgate';

export default class Churn extends BinaryClassifier {
  constructor(scope: Construct) {
    super(scope, 'churn', {
      description: 'Estimates from weekly hours, last evaluation and salary level how likely an employee is to leave.',
      owner: { team: 'people-analytics', email: 'people-analytics@example.com' },
      riskTier: 'limited',
      runtime: sklearnServer({ cpu: '500m', memory: '512Mi' }),
      thresholds: {
        metrics: { floors: { f1: 0.7, roc_auc: 0.85, recall: 0.75 }, maxRegression: { f1: 0.01 } },
        serving: { latencyP95Ms: 40 },
      },
      protectedAttributes: [
        protectedAttribute('gender', { groups: ['female', 'male'], reference: 'male' }),
        protectedAttribute('age_band', { groups: ['under-35', '35-49', '50-and-over'], reference: '35-49' }),
      ],
      traffic: {
        consumers: [{ namespace: 'workforce-planning', serviceAccount: 'planner', methods: ['POST'], paths: ['/predict'] }],
      },
      rollout: canary({ steps: [10, 25, 50], pauseMinutes: 30 }),
      monitoring: { runbook: 'https://runbooks.example.com/churn' },
      retrain: { on: [cron('0 3 * * 1'), alert('ModelDrift'), gitPush()], cooldownHours: 48 },
      search: grid({ max_iter: [100, 150, 200], learning_rate: [0.03, 0.05, 0.08], max_leaf_nodes: [6, 8] }),
      drift: measured('30 4 * * *', { from: 'https://call-logs.example.com/prod/churn/inputs-7d.csv' }),
      biasAudit: measured('0 5 * * 0', { from: 'https://call-logs.example.com/prod/churn/outcomes-90d.csv' }),
      privacy: { categories: ['demographic', 'employment'], mitigations: ['human-review', 'minimised'] },
      environments: { dev: { min: 1, max: 2 }, staging: { min: 2, max: 4 }, prod: { min: 3, max: 10 } },
    });
  }
}
