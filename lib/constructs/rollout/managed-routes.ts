import type { RolloutSpec } from '../../contracts/spec/rollout.ts';

/** Names of the routes that a Rollout puts into the VirtualService and takes out again, by what they are for. */
export const TESTERS_ROUTE = 'testers';
export const SHADOW_ROUTE = 'shadow';
export const EXPERIMENT_ROUTE = 'experiment';

export const MANAGED_ROUTES = [TESTERS_ROUTE, SHADOW_ROUTE, EXPERIMENT_ROUTE] as const;

/** Those that a strategy needs. */
export function managedRoutesOf(rollout: RolloutSpec): readonly string[] {
  switch (rollout.strategy) {
    case 'canary':
      return rollout.testers === undefined ? [] : [TESTERS_ROUTE];
    case 'shadow':
      return [SHADOW_ROUTE];
    case 'abTest':
      return [EXPERIMENT_ROUTE];
    case 'blueGreen':
    case 'bandit':
      return [];
  }
}
