import type { Construct } from 'constructs';
import { BinaryClassifier, canary, protectedAttribute, sklearnServer } from 'modelgate';
import { keepOnly } from './keep-only.ts';

/** A model that is served, reached, rolled out, watched and trained: one object for most things. */
export default class Bench extends BinaryClassifier {
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
      environments: { dev: { min: 1, max: 2 }, staging: { min: 2, max: 4 }, prod: { min: 3, max: 10 } },
    });
    keepOnly(this, [
      'AnalysisTemplate',
      'AnalysisTemplate-outcomes',
      'DestinationRule',
      'HorizontalPodAutoscaler',
      'NetworkPolicy',
      'PrometheusRule',
      'Rollout',
      'Service',
      'Service-canary',
      'ServiceAccount',
      'VirtualService',
      'WorkflowTemplate-training',
    ]);
  }
}
