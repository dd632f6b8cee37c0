import { defineConfig } from 'modelgate';

export default defineConfig({
  repository: { url: 'https://git.example.com/ml/models.git', branch: 'main' },
  domain: 'models.example.com',
  environments: [
    { name: 'dev', server: 'https://kubernetes.dev.example.com', progressive: false },
    { name: 'staging', server: 'https://kubernetes.staging.example.com', progressive: false },
    {
      name: 'prod',
      server: 'https://kubernetes.prod.example.com',
      progressive: true,
      syncWindows: [
        {
          kind: 'allow',
          schedule: '0 7 * * 1-5',
          duration: '10h',
          timeZone: 'Europe/Berlin',
          tiers: ['high'],
          reason: 'Somebody who can judge a high-risk model is at work',
        },
      ],
      freeze: [{ from: '2026-12-18', to: '2027-01-03', reason: 'Year-end close' }],
    },
  ],
  argocd: { namespace: 'argocd', notifications: { slackChannel: 'models' } },
  prometheus: { address: 'http://prometheus.monitoring.svc.cluster.local:9090', namespace: 'monitoring' },
  istio: {
    ingressNamespace: 'istio-ingress',
    ingressServiceAccount: 'istio-ingressgateway',
    ingressLabels: { istio: 'ingressgateway' },
    clusterIssuer: 'letsencrypt',
    accessLog: { provider: 'json-access-log' },
    tracing: { provider: 'otel', service: 'otel-collector', namespace: 'observability', port: 4317, percent: 1 },
  },
  secretStore: { kind: 'ClusterSecretStore', name: 'vault' },
  consumers: { fleet: ['rebalancing'], lending: ['application-desk'], 'workforce-planning': ['planner'] },
  alerting: {
    page: { pagerduty: { routingKey: { name: 'alerting', key: 'pagerduty-routing-key' } } },
    ticket: {
      slack: { channel: '#model-alerts', apiUrl: { name: 'alerting', key: 'slack-api-url' } },
      email: {
        to: 'ml-platform@example.com',
        from: 'alerts@example.com',
        smarthost: 'smtp.example.com:587',
        username: 'alerts',
        password: { name: 'alerting', key: 'smtp-password' },
      },
    },
  },
  pipelineImage: 'registry.example.com/platform/pipeline@sha256:3f1c7d0a9e5b48268c4d1f7a2b6e9053d8a1c4f7e0b3962558d7e4a1c0f3b692',
});
