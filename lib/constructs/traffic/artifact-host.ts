import type { Egress } from '../../contracts/spec/traffic.ts';
import type { Plan } from '../plan.ts';

/** Where an init container downloads the model's files from; undefined where none does. The release names it, not the declaration. */
export function artifactHost({ spec, release }: Plan): Egress | undefined {
  const { url } = release.artifact;
  if (spec.modelVolume?.from !== 'download' || url === undefined) return undefined;
  const { hostname, port } = new URL(url);
  return { host: hostname, port: port === '' ? 443 : Number(port), protocol: 'HTTPS' };
}

/** All hosts that the unit's pods call: the declared ones, and where their files come from. */
export function egressOf(plan: Plan): readonly Egress[] {
  const declared = plan.spec.traffic.egress ?? [];
  const artifact = artifactHost(plan);
  const known = declared.some(({ host, port }) => host === artifact?.host && port === artifact.port);
  return artifact === undefined || known ? declared : [...declared, artifact];
}
