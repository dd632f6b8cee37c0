import type { ModelSpec } from '../../contracts/model-spec.ts';
import type { Plan } from '../plan.ts';

/**
 * The environment in which pipelines run by themselves: the last one, where calls are logged and alerts fire. In the others the
 * training template is there to be started by hand, without the right to propose anything.
 */
export function homeOf({ environments }: Pick<ModelSpec, 'environments'>): string | undefined {
  return environments.at(-1)?.name;
}

export function isHome({ spec, place }: Plan): boolean {
  return place.name === homeOf(spec);
}
