import { defineConfig } from 'modelgate';

const digest = '9f2b1c0e7a5d4836b1e0c7f4a29d6853e4b7c8d1f0a3926554e8b7d6c5f4a3b2';

export default defineConfig({
  repository: { url: 'https://git.example.com/ml/models.git', branch: 'main' },
  domain: 'models.example.com',
  environments: [
    { name: 'dev', server: 'https://kubernetes.dev.example.com', progressive: false },
    { name: 'staging', server: 'https://kubernetes.staging.example.com', progressive: false },
    { name: 'prod', server: 'https://kubernetes.prod.example.com', progressive: true },
  ],
  argocd: { namespace: 'argocd' },
  prometheus: { address: 'http://prometheus.monitoring.svc.cluster.local:9090', namespace: 'monitoring' },
  istio: { gateway: 'istio-ingress/models', ingressNamespace: 'istio-ingress', ingressServiceAccount: 'istio-ingressgateway' },
  pipelineImage: `registry.example.com/modelgate/pipeline@sha256:${digest}`,
});
