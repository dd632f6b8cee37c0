import { createPublicKey, type KeyObject } from 'node:crypto';
import { KeyFile, type EvidenceKey } from '../contracts/key-ring.ts';
import type { SignedStatement } from '../contracts/signed-evidence.ts';
import { UserError, UserErrors } from '../errors.ts';
import { keyHint } from '../signed-bundle.ts';
import { readDocument } from './document.ts';
import { instantOf } from './instant.ts';
import { placeIn, type Tree } from './tree.ts';

export const KEYS_FOLDER = 'policies/keys/';

export interface RingKey {
  readonly publicKey: KeyObject;
  /** What policies are told of it. */
  readonly facts: NonNullable<SignedStatement['key']>;
}

/** Keys by the hint that bundles name them with. */
export type KeyRing = ReadonlyMap<string, RingKey>;

class Builder {
  readonly ring = new Map<string, RingKey>();
  readonly mistakes: UserError[] = [];
  readonly #ids = new Map<string, string>();

  add(key: EvidenceKey, where: string): void {
    const of = `${where}: key ${key.id}`;
    const validFrom = instantOf(key.validFrom, `${of}: validFrom`);
    const validUntil = instantOf(key.validUntil, `${of}: validUntil`);
    const revoked = key.revoked === undefined ? null : instantOf(key.revoked.at, `${of}: revoked.at`);
    const publicKey = createPublicKey({ key: Buffer.from(key.publicKey, 'base64'), format: 'der', type: 'spki' });
    const hint = keyHint(publicKey);
    const taken = this.#ids.get(key.id);
    const same = this.ring.get(hint);
    if (taken !== undefined) {
      this.#note('duplicate_id', `${of} is named in ${taken} already; expected each id once`, 'Rename one of the two.');
    } else if (same !== undefined) {
      this.#note('duplicate_key', `${of} is the same key as ${same.facts.id}; expected each key once`, 'Remove one of the two.');
    } else if (validFrom.seconds >= validUntil.seconds) {
      this.#note(
        'empty_window',
        `${of} is valid from ${key.validFrom} until ${key.validUntil}; expected a time in between`,
        'Correct the two times.',
      );
    } else if (publicKey.export({ type: 'spki', format: 'der' }).toString('base64') !== key.publicKey) {
      this.#note(
        'not_canonical',
        `${of}: publicKey has bits that nothing reads; expected one spelling`,
        'Write it as openssl pkey -pubout does.',
      );
    }
    this.#ids.set(key.id, where);
    const { models, predicates } = key.scope;
    this.ring.set(hint, { publicKey, facts: { id: key.id, validFrom, validUntil, revoked, models, predicates } });
  }

  #note(what: string, message: string, fix: string): void {
    this.mistakes.push(new UserError(`key.${what}`, message, fix));
  }
}

/**
 * The public keys that may sign evidence, from `policies/keys/*.yaml`: of the base commit where there is one.
 * @returns an empty ring when the folder is absent: then nothing counts as signed
 * @throws UserError or UserErrors `key.duplicate_id`, `key.duplicate_key`, `key.empty_window`, `key.not_canonical`, `key.unexpected_file`,
 * `time.invalid`; what `readDocument` throws
 */
export async function readKeyRing(tree: Tree): Promise<KeyRing> {
  const builder = new Builder();
  for (const path of await tree.list(KEYS_FOLDER)) {
    const name = path.slice(KEYS_FOLDER.length);
    const where = placeIn(tree, path);
    if (name === 'README.md') continue;
    if (!/^[^/]+\.yaml$/.test(name)) {
      throw new UserError(
        'key.unexpected_file',
        `${where}: not read as keys; expected *.yaml directly in ${KEYS_FOLDER}`,
        'Rename the file, or remove it. A private key that was committed has to be revoked as well.',
      );
    }
    const file = await readDocument(tree, path, KeyFile);
    for (const key of file?.keys ?? []) builder.add(key, where);
  }
  const [first, ...more] = builder.mistakes;
  if (first !== undefined) throw more.length === 0 ? first : new UserErrors(builder.mistakes);
  return builder.ring;
}
