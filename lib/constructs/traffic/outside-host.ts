import { hostOf } from '../names.ts';
import type { Plan } from '../plan.ts';

/** The host that callers outside the cluster use for the unit. */
export function outsideHost({ spec, place, config }: Plan): string {
  return hostOf(spec.traffic.subdomain ?? spec.id, place.name, config);
}
