// Checked by the compiler, never run: each line below an expectation has to be a compile error, else the expectation is one.
import type { Construct } from 'constructs';
import {
  AnalysisTemplate,
  AuthorizationPolicy,
  Deployment,
  DestinationRule,
  kind,
  NetworkPolicy,
  PrometheusRule,
  Rollout,
  VirtualService,
} from '../../lib/constructs/kinds.ts';
import type { IRollout } from '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/Rollout';
import { BinaryClassifier, canary, Forecaster, protectedAttribute, Regressor, sklearnServer } from '../../lib/index.ts';
import { classifierProps, plainProps } from '../support/units.ts';

export function kinds(scope: Construct): void {
  const metadata = { name: 'x' };

  // @ts-expect-error the group is misspelled
  kind<IRollout>('argoproj.com/v1alpha1', 'Rollout');
  // @ts-expect-error the version is another
  kind<IRollout>('argoproj.io/v1', 'Rollout');
  // @ts-expect-error the kind is misspelled
  kind<IRollout>('argoproj.io/v1alpha1', 'RollOut');

  // @ts-expect-error a name is needed: a generated one would be a hash
  new Rollout(scope, 'A', { metadata: {}, spec: {} });
  // @ts-expect-error spec is needed
  new Rollout(scope, 'B', { metadata });
  // @ts-expect-error status belongs to the controller
  new Rollout(scope, 'C', { metadata, spec: {}, status: {} });
  // @ts-expect-error a field of spec is misspelled
  new Rollout(scope, 'D', { metadata, spec: { replica: 3 } });
  // @ts-expect-error a number is needed
  new Rollout(scope, 'E', { metadata, spec: { replicas: '3' } });
  // @ts-expect-error a step is misspelled
  new Rollout(scope, 'F', { metadata, spec: { strategy: { canary: { steps: [{ setweight: 5 }] } } } });
  new Deployment(scope, 'G', {
    metadata,
    // @ts-expect-error a container's field is misspelled
    spec: { selector: {}, template: { spec: { containers: [{ name: 'x', imagePullPolice: 'Always' }] } } },
  });
  new Deployment(scope, 'H', {
    metadata,
    // @ts-expect-error the pull policy is none of three
    spec: { selector: {}, template: { spec: { containers: [{ name: 'x', imagePullPolicy: 'Sometimes' }] } } },
  });
  // @ts-expect-error a metric needs a provider
  new AnalysisTemplate(scope, 'I', { metadata, spec: { metrics: [{ name: 'x' }] } });
  // @ts-expect-error a route's field is misspelled
  new VirtualService(scope, 'J', { metadata, spec: { http: [{ route: [{ destination: { host: 'x' }, wight: 5 }] }] } });
  new DestinationRule(scope, 'K', {
    metadata,
    spec: {
      host: 'x',
      trafficPolicy: {
        // @ts-expect-error the mode is not the one that is used here
        tls: { mode: 'MUTAL' },
        connectionPool: { tcp: { connectTimeout: '2s', maxConnections: 1 }, http: { http1MaxPendingRequests: 1, http2MaxRequests: 1 } },
        outlierDetection: { consecutive5xxErrors: 5, interval: '30s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
      },
    },
  });
  // @ts-expect-error the action is none of Istio's
  new AuthorizationPolicy(scope, 'L', { metadata, spec: { action: 'PERMIT' } });
  // @ts-expect-error the policy type is none of two
  new NetworkPolicy(scope, 'M', { metadata, spec: { podSelector: {}, policyTypes: ['Inbound'] } });
  // @ts-expect-error a rule's field is misspelled
  new PrometheusRule(scope, 'N', { metadata, spec: { groups: [{ name: 'x', rules: [{ alert: 'x', exp: 'up' }] }] } });
}

export function declarations(scope: Construct): void {
  new (class extends BinaryClassifier {})(scope, 'sound', classifierProps);
  new (class extends Forecaster {})(scope, 'sound', plainProps);

  // @ts-expect-error there is no such tier
  new (class extends BinaryClassifier {})(scope, 'x', { ...classifierProps, riskTier: 'medium' });
  // @ts-expect-error an address needs an @ and a dot
  new (class extends BinaryClassifier {})(scope, 'x', { ...classifierProps, owner: { team: 'x', email: 'nobody' } });
  // @ts-expect-error a runbook is read over HTTPS
  new (class extends BinaryClassifier {})(scope, 'x', { ...classifierProps, monitoring: { runbook: 'http://x.example' } });
  // @ts-expect-error a floor is a number
  new (class extends BinaryClassifier {})(scope, 'x', { ...classifierProps, thresholds: { metrics: { floors: { f1: '0.8' } } } });
  // @ts-expect-error a threshold is misspelled
  new (class extends BinaryClassifier {})(scope, 'x', { ...classifierProps, thresholds: { serving: { latencyP95: 100 } } });
  // @ts-expect-error a forecast has no favourable outcome to share out
  new (class extends Forecaster {})(scope, 'x', { ...plainProps, thresholds: { fairness: { minGroupSize: 100 } } });
  // @ts-expect-error nor protected attributes
  new (class extends Forecaster {})(scope, 'x', { ...plainProps, protectedAttributes: [] });
  // @ts-expect-error nor errors of groups to compare
  new (class extends Forecaster {})(scope, 'x', { ...plainProps, thresholds: { regressionParity: { minGroupSize: 100 } } });
  // @ts-expect-error a regressor has no rates
  new (class extends Regressor {})(scope, 'x', { ...plainProps, thresholds: { fairness: { minGroupSize: 100 } } });
  // @ts-expect-error a classifier's errors are counted, not averaged
  new (class extends BinaryClassifier {})(scope, 'x', { ...classifierProps, thresholds: { regressionParity: { minGroupSize: 100 } } });
  // @ts-expect-error memory has a unit
  sklearnServer({ cpu: '500m', memory: '512' });
  // @ts-expect-error CPU has none but milli
  sklearnServer({ cpu: '1Gi', memory: '512Mi' });
  // @ts-expect-error a canary needs a step
  canary({ steps: [], pauseMinutes: 10 });
  // @ts-expect-error an attribute has two groups at least
  protectedAttribute('gender', { groups: ['female'], reference: 'female' });
  // @ts-expect-error the reference is none of the groups
  protectedAttribute('gender', { groups: ['female', 'male'], reference: 'men' });
}
