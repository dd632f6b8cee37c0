import type { Check } from '../check.ts';

/** A Rollout needs a router whose weights it can move. */
export const checkRouter: Check = ({ traffic: { via }, environments }, { config, mistakes }) => {
  if (via?.router !== 'ingress') return;
  const progressive = environments
    .map(({ name }) => name)
    .filter((name) => config.environments.some((environment) => environment.name === name && environment.progressive));
  if (progressive.length === 0) return;
  mistakes.note(
    'traffic.via',
    via.router,
    `expected istio() or gatewayApi(), because traffic is split in ${progressive.join(', ')}: behind an Ingress, the mesh would not follow the split`,
    'Choose another router, or leave the progressive environments out.',
  );
};
