import type { Check } from './check.ts';
import { SELDON_PODS } from './serving/targets/seldon-proxy.ts';

/** A model's pods are picked by its id, so it may not be that by which others pick theirs in the same namespace. */
export const checkId: Check = ({ id }, { mistakes }) => {
  const taken = SELDON_PODS['app.kubernetes.io/name'];
  if (id === taken)
    mistakes.note('id', id, "expected another id: Seldon's pods in the namespace go by it", 'Rename the folder and the id.');
};
