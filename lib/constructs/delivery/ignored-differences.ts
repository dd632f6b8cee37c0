import { MANAGED_ROUTES } from '../rollout/managed-routes.ts';

/** What controllers own in a live object: git says where they start, and Argo CD leaves it to them from then on. */
export const IGNORED_DIFFERENCES = [
  // An autoscaler's count.
  { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
  { group: 'argoproj.io', kind: 'Rollout', jsonPointers: ['/spec/replicas'] },
  // Which pods a Service reaches while a Rollout is under way. A selector is applied as a whole: without this a sync would take the hash
  // out, and the controller would take the next release for the first one, which it measures by nothing.
  { group: '', kind: 'Service', jsonPointers: ['/spec/selector/rollouts-pod-template-hash'] },
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
