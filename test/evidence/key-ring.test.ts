import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { EvidenceKey } from '../../lib/contracts/key-ring.ts';
import { readKeyRing, type KeyRing } from '../../lib/evidence/key-ring.ts';
import { listed, memoryTree, testKey } from '../support/signing.ts';
import { refusal, refusals } from './support/refusal.ts';

const file = (...keys: readonly object[]): string => stringify({ schemaVersion: 'modelgate.dev/keys/v1', keys });
const read = (files: Readonly<Record<string, string>>): Promise<KeyRing> =>
  readKeyRing(memoryTree(new Map(Object.entries(files).map(([name, text]) => [`policies/keys/${name}`, Buffer.from(text)]))));
const of = (change: Partial<EvidenceKey>): EvidenceKey => listed('a-key', 1, change);

describe('the key ring', () => {
  test('is every key of every file, by the hint that bundles name it with', async () => {
    const revoked = { at: '2026-03-01T00:00:00Z', reason: 'Lost with a laptop.' };
    const ring = await read({ 'README.md': 'Keys', 'a.yaml': file(listed('one', 1)), 'b.yaml': file(listed('two', 2, { revoked })) });
    expect([...ring].map(([hint, { facts }]) => [hint, facts.id])).toEqual([
      [testKey(1).hint, 'one'],
      [testKey(2).hint, 'two'],
    ]);
    expect(ring.get(testKey(2).hint)?.facts).toEqual({
      id: 'two',
      validFrom: { at: '2026-01-01T00:00:00Z', seconds: 1767225600 },
      validUntil: { at: '2027-01-01T00:00:00Z', seconds: 1798761600 },
      revoked: { at: '2026-03-01T00:00:00Z', seconds: 1772323200 },
      models: ['*'],
      predicates: ['https://modelgate.dev/attestation/evaluation/v1', 'https://slsa.dev/provenance/v1', 'https://cyclonedx.org/bom'],
    });
  });

  test('is empty without a folder', async () => {
    expect(await read({})).toEqual(new Map());
  });

  test('refuses one id or one key twice, across files, and tells every mistake', async () => {
    const found = await refusals(() =>
      read({ 'a.yaml': file(listed('one', 1), listed('two', 2)), 'b.yaml': file(listed('one', 3), listed('three', 2)) }),
    );
    expect(found).toEqual([
      'key.duplicate_id: policies/keys/b.yaml: key one is named in policies/keys/a.yaml already; expected each id once',
      'key.duplicate_key: policies/keys/b.yaml: key three is the same key as two; expected each key once',
    ]);
  });

  test.each<[string, Partial<EvidenceKey>, string]>([
    [
      'that ends before it begins',
      { validUntil: '2025-01-01T00:00:00Z' },
      'key.empty_window: policies/keys/a.yaml: key a-key is valid from',
    ],
    ['of no time at all', { validUntil: '2026-01-01T00:00:00Z' }, 'key.empty_window: '],
    ['from a day that does not exist', { validFrom: '2026-02-30T00:00:00Z' }, 'time.invalid: policies/keys/a.yaml: key a-key: validFrom'],
    ['revoked on a day that does not exist', { revoked: { at: '2026-02-30T00:00:00Z', reason: 'Stolen.' } }, 'time.invalid: '],
    ['of another kind than Ed25519', { publicKey: `MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE${'A'.repeat(40)}` }, 'schema.invalid: '],
    ['for no model', { scope: { models: [], predicates: ['https://cyclonedx.org/bom'] } }, 'schema.invalid: '],
    ['for no statement', { scope: { models: ['churn'], predicates: [] } }, 'schema.invalid: '],
    [
      'for a statement that nobody makes',
      { scope: { models: ['churn'], predicates: ['https://example.com/x' as never] } },
      'schema.invalid: ',
    ],
    ['with a star in the middle', { scope: { models: ['ch*rn'], predicates: ['https://cyclonedx.org/bom'] } }, 'schema.invalid: '],
    ['that comes with its private half', { privateKey: 'MC4CAQ' } as never, 'schema.invalid: '],
  ])('refuses a key %s', async (_, change, expected) => {
    expect((await refusals(() => read({ 'a.yaml': file(of(change)) })))[0]).toMatch(new RegExp(`^${expected}`));
  });

  test('refuses a second spelling of a key: only one has a hint', async () => {
    const { publicKey } = testKey(1);
    // The last character before the padding holds two bits that no byte is made of.
    const respelt = publicKey.replace(/.=$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`);
    expect(Buffer.from(respelt, 'base64')).toEqual(Buffer.from(publicKey, 'base64'));
    expect(await refusal(() => read({ 'a.yaml': file(of({ publicKey: respelt })) }))).toMatch(/^key\.not_canonical: /);
  });

  test('refuses files that it would not read: a private key among them has to be noticed', async () => {
    expect(await refusal(() => read({ 'evidence.pem': 'x' }))).toBe(
      'key.unexpected_file: policies/keys/evidence.pem: not read as keys; expected *.yaml directly in policies/keys/',
    );
    expect(await refusal(() => read({ 'more/a.yaml': file() }))).toMatch(/^key\.unexpected_file: /);
  });
});
