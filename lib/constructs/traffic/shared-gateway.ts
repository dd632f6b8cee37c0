import { Construct } from 'constructs';
import type { Config } from '../../contracts/config.ts';
import { Certificate, ExternalSecret, Gateway } from '../kinds.ts';
import { sharedMetadata } from '../metadata.ts';
import { namespaceOf } from '../names.ts';
import { fetched } from '../security/fetched.ts';

/** The Gateway's name in each environment's namespace. */
export const GATEWAY = 'models';

/** The hosts of an environment's models, as one wildcard: each is one label below it. */
export function wildcardHost(environment: string, config: Config): string {
  return `*.${environment}.${config.domain}`;
}

/** Where calls from outside enter an environment: TLS for the models' hosts, and only for routes of their own namespace. */
export class SharedGateway extends Construct {
  constructor(scope: Construct, id: string, config: Config, environment: string) {
    super(scope, id);
    const credentialName = `${namespaceOf(environment)}-tls`;
    const hosts = [`./${wildcardHost(environment, config)}`];
    new Gateway(this, 'Gateway', {
      metadata: sharedMetadata('Gateway', GATEWAY),
      spec: {
        selector: { ...config.istio.ingressLabels },
        servers: [
          { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts, tls: { httpsRedirect: true } },
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts,
            tls: { mode: 'SIMPLE', credentialName, minProtocolVersion: 'TLSV1_2' },
          },
        ],
      },
    });
    new HostCertificate(this, 'Certificate', config, environment, credentialName);
  }
}

/** What fills the Gateway's credential. It stands in the ingress gateway's namespace, the only one whose Secrets that reads. */
class HostCertificate extends Construct {
  constructor(scope: Construct, id: string, config: Config, environment: string, secretName: string) {
    super(scope, id);
    const { ingressNamespace: namespace, clusterIssuer } = config.istio;
    if (clusterIssuer !== undefined) {
      new Certificate(this, 'Issued', {
        metadata: { ...sharedMetadata('Certificate', secretName), namespace },
        spec: {
          secretName,
          dnsNames: [wildcardHost(environment, config)],
          issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: clusterIssuer },
          privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
          usages: ['server auth', 'digital signature'],
        },
      });
    } else if (config.secretStore !== undefined) {
      const type = { type: 'kubernetes.io/tls', engineVersion: 'v2', mergePolicy: 'Replace' } as const;
      new ExternalSecret(this, 'Stored', {
        metadata: { ...sharedMetadata('ExternalSecret', secretName), namespace },
        spec: fetched(config.secretStore, secretName, `${environment}/_platform/tls`, ['tls.crt', 'tls.key'], type),
      });
    }
  }
}
