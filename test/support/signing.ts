import type { EvidenceKey } from '../../lib/contracts/key-ring.ts';
import { PREDICATE_TYPES, type Statement } from '../../lib/contracts/statement.ts';
import type { Tree } from '../../lib/evidence/index.ts';
import { sortedJson } from '../../lib/sorted-json.ts';
import { signingKey, type SigningKey } from '../../lib/jobs/signing/index.ts';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A private key made of one byte over and over: for tests alone, the same in every run. */
export function pem(seed: number): string {
  const der = Buffer.concat([PKCS8, Buffer.alloc(32, seed)]);
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
}

export function testKey(seed: number): SigningKey {
  return signingKey(Buffer.from(pem(seed)), `test key ${String(seed)}`);
}

/** A key as a ring lists it: for every model and statement, in this year, unless said otherwise. */
export function listed(id: string, seed: number, change: Partial<EvidenceKey> = {}): EvidenceKey {
  return {
    id,
    owner: 'Tests',
    publicKey: testKey(seed).publicKey,
    validFrom: '2026-01-01T00:00:00Z',
    validUntil: '2027-01-01T00:00:00Z',
    scope: { models: ['*'], predicates: Object.values(PREDICATE_TYPES) },
    ...change,
  };
}

export function ringFile(...keys: readonly EvidenceKey[]): string {
  return sortedJson({ schemaVersion: 'modelgate.dev/keys/v1', keys });
}

/** What a bundle holds, before anybody verified it. */
export function payloadOf(bundle: Uint8Array | string): Statement {
  const { dsseEnvelope } = JSON.parse(Buffer.from(bundle).toString('utf8')) as { readonly dsseEnvelope: { readonly payload: string } };
  return JSON.parse(Buffer.from(dsseEnvelope.payload, 'base64').toString('utf8')) as Statement;
}

/** Files in memory. */
export function memoryTree(files: ReadonlyMap<string, Uint8Array>): Tree {
  const names = [...files.keys()].sort();
  return {
    name: 'work tree',
    list: (prefix) => Promise.resolve(names.filter((name) => name.startsWith(prefix))),
    read: (path) => Promise.resolve(files.get(path) ?? null),
  };
}
