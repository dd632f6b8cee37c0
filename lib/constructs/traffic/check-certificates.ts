import type { Config } from '../../contracts/config.ts';
import type { Mistakes } from '../mistakes.ts';

/** The hosts' certificates come from an issuer or from the secret store. */
export function checkCertificates({ istio, secretStore }: Config, mistakes: Mistakes): void {
  if (istio.clusterIssuer !== undefined || secretStore !== undefined) return;
  mistakes.note(
    'istio.clusterIssuer',
    undefined,
    'expected a ClusterIssuer of cert-manager, or a secretStore that holds the certificates of the hosts',
    'Name one of the two.',
  );
}
