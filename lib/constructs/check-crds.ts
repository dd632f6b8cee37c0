import type { Config } from '../contracts/config.ts';
import type { Mistakes } from './mistakes.ts';

/**
 * An adapter's objects mean nothing to a cluster that lacks their definition, and Argo CD would only say so after the merge.
 * @param what dotted path of the part of the declaration that asks for it
 * @param crd name of the CustomResourceDefinition, `<plural>.<group>`
 */
export function requireCrd(what: string, seen: string, crd: string, version: string, { cluster }: Config, mistakes: Mistakes): void {
  const served = cluster?.crds[crd] ?? [];
  if (served.includes(version)) return;
  mistakes.add(
    'cluster.missing_crd',
    `${what} is ${JSON.stringify(seen)}, which needs ${crd} ${version}; modelgate.config.ts lists ${served.length === 0 ? 'nothing of it' : served.join(', ')}`,
    `Install it, then add '${crd}': ['${version}'] to cluster.crds in modelgate.config.ts.`,
  );
}
