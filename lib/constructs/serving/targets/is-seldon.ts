import type { Seldon, Target } from '../../../contracts/spec/target.ts';

/** Whether servers that several models share serve this one, so that no pod is its own. */
export function isSeldon(target: Target | undefined): target is Seldon {
  return target?.system === 'seldon';
}
