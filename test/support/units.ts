import type { Construct } from 'constructs';
import type { RiskTier } from '../../lib/contracts/common.ts';
import type { Config } from '../../lib/contracts/config.ts';
import type { Release } from '../../lib/contracts/release.ts';
import type { ThresholdFile } from '../../lib/contracts/thresholds.ts';
import type { UnitContext } from '../../lib/contracts/unit-facts.ts';
import {
  alert,
  BinaryClassifier,
  canary,
  type ClassifierProps,
  cron,
  defineConfig,
  externalSecret,
  Forecaster,
  gatewayApi,
  ingress,
  gitPush,
  grid,
  kafka,
  measured,
  type ModelProps,
  MulticlassClassifier,
  protectedAttribute,
  Ranker,
  Regressor,
  sklearnServer,
  webhook,
} from '../../lib/index.ts';

export const config: Config = defineConfig({
  repository: { url: 'https://git.example.com/ml/models.git', branch: 'main' },
  domain: 'models.example.com',
  environments: [
    { name: 'dev', server: 'https://dev.example.com', progressive: false },
    { name: 'staging', server: 'https://staging.example.com', progressive: false },
    {
      name: 'prod',
      server: 'https://prod.example.com',
      progressive: true,
      syncWindows: [
        {
          kind: 'allow',
          schedule: '30 7 * * MON-FRI',
          duration: '9h30m',
          timeZone: 'Europe/Berlin',
          tiers: ['high'],
          reason: 'Office hours',
        },
      ],
      freeze: [{ from: '2026-12-18', to: '2027-01-03', reason: 'Year-end close' }],
    },
  ],
  argocd: { namespace: 'argocd', notifications: { slackChannel: 'models' } },
  prometheus: { address: 'http://prometheus.monitoring:9090', namespace: 'monitoring' },
  istio: {
    ingressNamespace: 'istio-ingress',
    ingressServiceAccount: 'istio-ingressgateway',
    ingressLabels: { istio: 'ingressgateway' },
    clusterIssuer: 'letsencrypt',
    tracing: { provider: 'otel', service: 'otel-collector', namespace: 'observability', port: 4317, percent: 1 },
  },
  secretStore: { kind: 'ClusterSecretStore', name: 'vault' },
  consumers: { crm: ['campaigns', 'support'], planning: ['scheduler'] },
  alerting: {
    page: {
      pagerduty: { routingKey: { name: 'alerting', key: 'pagerduty' } },
      slack: { channel: '#pages', apiUrl: { name: 'alerting', key: 'slack' } },
    },
    ticket: {
      email: {
        to: 'team@example.com',
        from: 'alerts@example.com',
        smarthost: 'smtp.example.com:587',
        username: 'alerts',
        password: { name: 'alerting', key: 'smtp' },
      },
    },
  },
  pipelineImage: `registry.example.com/pipeline@sha256:${'c'.repeat(64)}`,
});

/** The same without one of its properties. */
export function without<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  const copy = { ...object };
  Reflect.deleteProperty(copy, key);
  return copy;
}

function thresholdFile(tier: RiskTier): ThresholdFile {
  const classifier = {
    metrics: { required: ['f1'], floors: { f1: 0.6 }, maxRegression: { f1: 0.02 } },
    fairness: {
      statistical_parity_difference: { max: 0.1 },
      disparate_impact: { min: 0.8, max: 1.25 },
      equal_opportunity_difference: { max: 0.1 },
      average_odds_difference: { max: 0.1 },
      minGroupSize: 50,
    },
  };
  return {
    schemaVersion: 'modelgate.dev/thresholds/v1',
    tier,
    all: {
      metrics: { required: [], floors: {}, ceilings: {}, maxRegression: {}, tolerance: 0.001 },
      fairness: null,
      drift: { maxScore: 0.2 },
      card: { requiredSections: ['overview'], maxAgeDays: 365 },
      evidence: { maxAgeDays: 180 },
      promotion: { after: null, minSoakHours: 0 },
      rollout: { maxFirstStepPercent: null },
      serving: { latencyP95Ms: 200, latencyP99Ms: 400, errorRate: 0.02, registries: ['registry.example.com/models'] },
    },
    tasks: {
      'binary-classification': classifier,
      'multiclass-classification': classifier,
      regression: {},
      forecast: { metrics: { required: ['mean_absolute_error'], ceilings: { mean_absolute_error: 50 } } },
      ranking: {},
    },
    environments: {
      staging: { promotion: { after: 'dev' } },
      prod: { promotion: { after: 'staging', minSoakHours: 24 }, rollout: { maxFirstStepPercent: 10 }, serving: { errorRate: 0.01 } },
    },
  };
}

export const thresholds: Readonly<Record<RiskTier, ThresholdFile>> = {
  low: thresholdFile('low'),
  limited: thresholdFile('limited'),
  high: thresholdFile('high'),
};

export function release(
  model: string,
  version: string,
  digest: string | null = `sha256:${version.replaceAll(/[^0-9]/g, '').padEnd(64, '0')}`,
): Release {
  return {
    schemaVersion: 'modelgate.dev/release/v1',
    model,
    version,
    createdAt: '2026-11-01T00:00:00Z',
    image: { repository: `registry.example.com/models/${model}`, tag: version, digest },
    artifact: { file: 'model.joblib', format: 'joblib', sha256: 'a'.repeat(64), bytes: 1 },
    dataset: { name: 'data', version: '1', sha256: 'b'.repeat(64), rows: 100, source: 'test', licence: 'CC0-1.0' },
    features: ['x'],
    training: { algorithm: 'LogisticRegression', library: 'scikit-learn', seed: 1, codeSha256: 'd'.repeat(64), hyperparameters: {} },
  };
}

export const card = 'schemaVersion: modelgate.dev/card/v1\nmodel: any\ntitle: "A card with \\"quotes\\" and ümlauts"\n';

/** A unit's facts: version 1.0.0 is stable. */
export function context(model: string, environment: string, given: Partial<UnitContext> = {}): UnitContext {
  return {
    model,
    environment,
    placement: { stable: '1.0.0' },
    versions: { '1.0.0': release(model, '1.0.0'), '1.1.0': release(model, '1.1.0') },
    card,
    thresholds,
    config,
    ...given,
  };
}

/** What a forecast, a regression or a ranking declares. */
export const plainProps: ModelProps = {
  description: 'Forecasts the demand of each hour of the next day from the calendar and past demand.',
  owner: { team: 'supply-planning', email: 'supply-planning@example.com' },
  riskTier: 'low',
  runtime: sklearnServer({ cpu: '500m', memory: '512Mi' }),
  traffic: { consumers: [{ namespace: 'planning', serviceAccount: 'scheduler' }] },
  rollout: canary({ steps: [5, 25, 50], pauseMinutes: 10 }),
  monitoring: { runbook: 'https://runbooks.example.com/demand' },
  environments: { dev: { min: 1, max: 2 }, staging: { min: 1, max: 3 }, prod: { min: 3, max: 10 } },
};

/** What a classifier declares. */
export const classifierProps: ClassifierProps = {
  ...plainProps,
  description: 'Tells which customers are likely to leave from how they use the product.',
  owner: { team: 'customer-success', email: 'customer-success@example.com' },
  riskTier: 'limited',
  thresholds: { metrics: { floors: { f1: 0.7 } }, serving: { latencyP95Ms: 100 } },
  protectedAttributes: [protectedAttribute('gender', { groups: ['female', 'male'], reference: 'male' })],
  traffic: {
    consumers: [
      { namespace: 'crm', serviceAccount: 'campaigns' },
      { namespace: 'crm', serviceAccount: 'support' },
    ],
  },
};

/** What a classifier declares that uses every part of its traffic. */
export const trafficProps: ClassifierProps = {
  ...classifierProps,
  traffic: {
    subdomain: 'leavers',
    consumers: [
      { namespace: 'crm', serviceAccount: 'campaigns', methods: ['POST'], paths: ['/predict', '/v1/*'] },
      { namespace: 'crm', serviceAccount: 'support' },
    ],
    issuers: [{ issuer: 'https://login.example.com', jwksUri: 'https://login.example.com/keys', audiences: ['models'] }],
    rateLimit: { requestsPerSecond: 50, burst: 100 },
    egress: [
      { host: 'api.example.org', port: 443, protocol: 'HTTPS' },
      { host: 'warehouse.corp.example.com', port: 5432, protocol: 'TLS', cidr: '10.20.0.0/16' },
      { host: 'online.features.svc.cluster.local', port: 80, targetPort: 8080, protocol: 'HTTP' },
    ],
  },
  secrets: [externalSecret('warehouse', { keys: ['username', 'password'] })],
};

/** What a classifier declares that has every pipeline, started by everything that can start one. */
export const pipelineProps: ClassifierProps = {
  ...classifierProps,
  retrain: {
    on: [
      cron('0 3 * * 1', { timeZone: 'Europe/Berlin' }),
      kafka({ broker: 'kafka.streams.svc.cluster.local:9093', topic: 'labels.closed' }),
      alert('ModelDrift'),
      gitPush(),
      webhook(),
    ],
    cooldownHours: 48,
  },
  search: grid({ C: [0.1, 1], solver: ['lbfgs', 'newton-cholesky'] }, { parallel: 2 }),
  drift: measured('30 4 * * *', { from: 'https://logs.example.com/churn/inputs.csv' }),
  biasAudit: measured('0 5 * * 0', { from: 'https://logs.example.com/churn/outcomes.csv' }),
};

/** The same classifier behind each other router, in environments where that router can be. */
export const routerProps: Readonly<Record<string, ClassifierProps>> = {
  'the Gateway API': {
    ...classifierProps,
    traffic: {
      ...classifierProps.traffic,
      via: gatewayApi({ gateway: 'models', namespace: 'gateways', serviceAccount: 'models-istio' }),
    },
  },
  'an Ingress': {
    ...classifierProps,
    traffic: {
      ...classifierProps.traffic,
      via: ingress({ className: 'nginx', namespace: 'ingress-nginx', serviceAccount: 'ingress-nginx' }),
    },
    environments: { dev: { min: 1, max: 2 }, staging: { min: 1, max: 3 } },
  },
};

type Declaration = new (scope: Construct) => BinaryClassifier | Forecaster | MulticlassClassifier | Ranker | Regressor;

/** The default export of a model.ts, as a test would write it. */
export function binaryClassifier(id: string, props: ClassifierProps = classifierProps): Declaration {
  return class extends BinaryClassifier {
    constructor(scope: Construct) {
      super(scope, id, props);
    }
  };
}

export function forecaster(id: string, props: ModelProps = plainProps): Declaration {
  return class extends Forecaster {
    constructor(scope: Construct) {
      super(scope, id, props);
    }
  };
}

/** One declaration of every task. */
export const everyTask: Readonly<Record<string, (id: string) => Declaration>> = {
  'binary-classification': (id) => binaryClassifier(id),
  'multiclass-classification': (id) =>
    class extends MulticlassClassifier {
      constructor(scope: Construct) {
        super(scope, id, classifierProps);
      }
    },
  regression: (id) =>
    class extends Regressor {
      constructor(scope: Construct) {
        super(scope, id, plainProps);
      }
    },
  forecast: (id) => forecaster(id),
  ranking: (id) =>
    class extends Ranker {
      constructor(scope: Construct) {
        super(scope, id, plainProps);
      }
    },
};
