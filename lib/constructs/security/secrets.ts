import { Construct } from 'constructs';
import type { Secret } from '../../contracts/spec/secret.ts';
import { fromGiven } from '../from-given.ts';
import { ExternalSecret } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { fetched } from './fetched.ts';

export interface ExternalSecretProps {
  /** Properties of the store's entry `<environment>/<model>/<name>`; each becomes a file of its name. */
  readonly keys: readonly [string, ...string[]];
  /** The folder of the files. @default `/etc/secrets/<name>` */
  readonly mountPath?: `/${string}`;
}

/**
 * A secret by name: `externalSecret('warehouse', { keys: ['password'] })`. The value stays in the store; an operator fetches it, and
 * the serving container reads it as a file. Not as a variable: those are inherited, printed in crashes, and keep the value of the start.
 */
export function externalSecret(name: string, props: ExternalSecretProps): Secret {
  const folder: `/${string}` = typeof name === 'string' ? `/etc/secrets/${name}` : '/etc/secrets';
  return fromGiven(props, ({ keys, mountPath = folder, ...rest }) => ({ name, keys, mountPath, ...rest }));
}

/** The Secret that the operator makes. A dot, which no model's id has, keeps models apart whose names begin alike. */
function secretNameOf(plan: Plan, { name }: Secret): string {
  return `${plan.spec.id}.${name}`;
}

/** What fetches the unit's secrets: from its own folder of the store, so that no model and no environment reads another's. */
export class Secrets extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    const { secretStore } = plan.config;
    if (secretStore === undefined) return;
    for (const secret of plan.spec.secrets ?? []) {
      const name = secretNameOf(plan, secret);
      new ExternalSecret(this, secret.name, {
        metadata: unitMetadata(plan, 'ExternalSecret', name),
        spec: fetched(secretStore, name, `${plan.place.name}/${plan.spec.id}/${secret.name}`, secret.keys),
      });
    }
  }
}

/** The volumes of a pod that reads the unit's secrets. */
export function secretVolumes(plan: Plan) {
  return (plan.spec.secrets ?? []).map((secret) => ({
    name: `secret-${secret.name}`,
    // Read by the container's group, which is its own.
    secret: { secretName: secretNameOf(plan, secret), defaultMode: 0o440, optional: false },
  }));
}

/** Where the container that reads them finds them. */
export function secretMounts(plan: Plan) {
  return (plan.spec.secrets ?? []).map(({ name, mountPath }) => ({ name: `secret-${name}`, mountPath, readOnly: true }));
}
