import { MANAGED_ROUTES } from '../rollout/managed-routes.ts';

/** What controllers own in a live object: git says where they start, and Argo CD leaves it to them from then on. */
export const IGNORED_DIFFERENCES = [
  // An autoscaler's count.
  { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
  { group: 'argoproj.io', kind: 'Rollout', jsonPointers: ['/spec/replicas'] },
  // The shares of traffic that a Rollout moves.
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', jqPathExpressions: ['.spec.rules[].backendRefs[].weight'] },
  {
    group: 'networking.istio.io',
    kind: 'VirtualService',
    jqPathExpressions: [
      '.spec.http[].route[].weight',
      // The routes that a Rollout puts before ours and takes away again.
      `.spec.http[] | select(${MANAGED_ROUTES.map((name) => `.name == "${name}"`).join(' or ')})`,
    ],
  },
];
