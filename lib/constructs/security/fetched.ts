import type { Config } from '../../contracts/config.ts';
import type { ExternalSecretResource } from './external-secret-resource.ts';

type Spec = ExternalSecretResource['spec'];

/**
 * Fetches an entry of the secret store into a Secret.
 * @param name of the Secret
 * @param key of the store's entry
 * @param properties of the entry; each becomes a key of the Secret
 * @param template the Secret's type, where it has one
 */
export function fetched(
  store: NonNullable<Config['secretStore']>,
  name: string,
  key: string,
  properties: readonly string[],
  template?: Spec['target']['template'],
): Spec {
  return {
    refreshInterval: '1h',
    secretStoreRef: { ...store },
    // A store that forgets an entry must not take the running Secret with it.
    target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain', ...(template === undefined ? {} : { template }) },
    data: properties.map((property) => ({
      secretKey: property,
      remoteRef: { key, property, conversionStrategy: 'Default', decodingStrategy: 'None', metadataPolicy: 'None' },
    })),
  };
}
