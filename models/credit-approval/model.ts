import type { Construct } from 'constructs';
import { BinaryClassifier, measured, protectedAttribute, shadow, sklearnServer } from 'modelgate';

export default class CreditApproval extends BinaryClassifier {
  constructor(scope: Construct) {
    super(scope, 'credit-approval', {
      description: 'Estimates from an application whether a loan will be paid back; a clerk decides.',
      owner: { team: 'credit-risk', email: 'credit-risk@example.com' },
      riskTier: 'high',
      runtime: sklearnServer({ cpu: '500m', memory: '512Mi' }),
      thresholds: { metrics: { floors: { roc_auc: 0.75, precision: 0.72 } } },
      protectedAttributes: [
        protectedAttribute('sex', { groups: ['female', 'male'], reference: 'male' }),
        protectedAttribute('age_band', { groups: ['25-and-under', 'over-25'], reference: 'over-25' }),
      ],
      traffic: {
        consumers: [{ namespace: 'lending', serviceAccount: 'application-desk', methods: ['POST'], paths: ['/predict'] }],
        issuers: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys', audiences: ['credit-approval'] }],
      },
      card: { served: true },
      rollout: shadow({
        mirrorPercent: 100,
        mirrorMinutes: 240,
        compare: { requests: 'http://request-log.lending.svc.cluster.local/calls.jsonl', minimumSample: 1000, maxDisagreement: 0.05 },
        steps: [5, 20, 50],
        pauseMinutes: 60,
      }),
      monitoring: { runbook: 'https://runbooks.example.com/credit-approval' },
      drift: measured('30 4 * * *', { from: 'https://call-logs.example.com/prod/credit-approval/inputs-30d.csv' }),
      biasAudit: measured('0 5 * * *', { from: 'https://call-logs.example.com/prod/credit-approval/outcomes-365d.csv' }),
      privacy: { categories: ['demographic', 'financial'], mitigations: ['human-review', 'minimised'] },
      environments: { dev: { min: 1, max: 2 }, staging: { min: 2, max: 4 }, prod: { min: 3, max: 6 } },
    });
  }
}
