import type { Target } from '../../../contracts/spec/target.ts';
import { SERVER_CONTAINER } from '../../plan.ts';

/** Name that KServe gives the only container of a predictor, and looks for among several: under another one git would never agree. */
export const KSERVE_CONTAINER = 'kserve-container';

/** Name of the serving container. */
export function serverName(target: Target | undefined): string {
  return target?.system === 'kserve' ? KSERVE_CONTAINER : SERVER_CONTAINER;
}
