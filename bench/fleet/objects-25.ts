import type { Construct } from 'constructs';
import { BinaryClassifier, canary, cron, externalSecret, protectedAttribute, sklearnServer } from 'modelgate';
import { keepOnly } from './keep-only.ts';

/** A model that is served, reached, rolled out, watched and trained: all that a team asks for. */
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
        issuers: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys', audiences: ['churn'] }],
      },
      secrets: [externalSecret('warehouse', { keys: ['username', 'password'] })],
      rollout: canary({ steps: [10, 25, 50], pauseMinutes: 30 }),
      monitoring: { runbook: 'https://runbooks.example.com/churn' },
      retrain: { on: [cron('0 3 * * 1')], cooldownHours: 48 },
      environments: { dev: { min: 1, max: 2 }, staging: { min: 2, max: 4 }, prod: { min: 3, max: 10 } },
    });
    keepOnly(this, [
      'AnalysisTemplate',
      'AnalysisTemplate-outcomes',
      'AuthorizationPolicy',
      'ConfigMap-card',
      'ConfigMap-dashboard',
      'CronWorkflow-training',
      'DestinationRule',
      'DestinationRule-canary',
      'ExternalSecret.pipeline',
      'ExternalSecret.warehouse',
      'HorizontalPodAutoscaler',
      'Job-gate',
      'NetworkPolicy',
      'NetworkPolicy-training',
      'PodDisruptionBudget',
      'PrometheusRule',
      'RequestAuthentication',
      'Rollout',
      'Service',
      'Service-canary',
      'ServiceAccount',
      'ServiceAccount-training',
      'ServiceMonitor',
      'VirtualService',
      'WorkflowTemplate-training',
    ]);
  }
}
