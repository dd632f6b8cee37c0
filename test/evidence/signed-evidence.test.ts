import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PREDICATE_TYPES, type Statement, type StatementName } from '../../lib/contracts/statement.ts';
import { readKeyRing, type KeyRing } from '../../lib/evidence/key-ring.ts';
import { verifyStatement } from '../../lib/evidence/signed/signed-evidence.ts';
import { signedBundle, signingKey, statementsOf } from '../../lib/jobs/signing/index.ts';
import { sortedJson } from '../../lib/sorted-json.ts';
import { expectGolden } from '../support/golden.ts';
import { scratchFolder } from '../support/scratch.ts';
import { listed, memoryTree, pem, ringFile, testKey } from '../support/signing.ts';
import { evaluation as measured, release } from './support/documents.ts';
import { refusal } from './support/refusal.ts';

const made = release('churn', '1.1.0');
const signed = {
  release: { ...made, training: { ...made.training, library: 'scikit-learn 1.8.0' } },
  evaluation: measured('churn', '1.1.0'),
  digests: { 'evaluation.json': 'e'.repeat(64), 'release.yaml': 'f'.repeat(64) },
};
const statements = new Map<StatementName, Statement>(statementsOf(signed, 'https://ci.example.com/train'));
const evaluation = statements.get('evaluation');
if (evaluation === undefined) throw new Error('there is no evaluation');

let ring: KeyRing = new Map();
beforeAll(async () => {
  ring = await readKeyRing(memoryTree(new Map([['policies/keys/a.yaml', Buffer.from(ringFile(listed('one', 1), listed('two', 2)))]])));
});
const verify = (bundle: string) => verifyStatement(Buffer.from(bundle), ring, 'bundle');

describe('what is said of a release', () => {
  test.each([...statements])('%s is the golden statement', (name, statement) => {
    expectGolden(sortedJson(statement), new URL(`golden/statements/${name}.json`, import.meta.url));
  });

  test('a release without an image and with a library of one word says less, and nothing made up', () => {
    const bare = {
      ...signed,
      release: { ...made, image: { ...made.image, digest: null }, training: { ...made.training, library: 'homegrown' } },
    };
    const said = new Map<StatementName, Statement>(statementsOf(bare, 'https://ci.example.com/train'));
    expect(said.get('sbom')?.subject.map(({ name }) => name)).toEqual(['artifact', 'release.yaml']);
    expect(sortedJson(said.get('sbom'))).not.toContain('"image"');
    expect(said.get('sbom')?.predicate).toMatchObject({ components: [{}, {}, { type: 'library', name: 'homegrown' }] });
    expect(sortedJson(said.get('sbom'))).not.toContain('"version": null');
  });
});

describe('a signed bundle', () => {
  const bundle = signedBundle(evaluation, testKey(1));

  test('proves by which key it is signed, and what it says', () => {
    const facts = verify(bundle);
    expect(facts).toMatchObject({ hint: testKey(1).hint, key: { id: 'one' }, signatureVerified: true });
    expect(facts.statement).toEqual({
      predicateType: PREDICATE_TYPES.evaluation,
      model: 'churn',
      version: '1.1.0',
      producedAt: signed.evaluation.producedAt,
      subjects: Object.fromEntries(evaluation.subject.map(({ name, digest }) => [name, digest.sha256])),
    });
  });

  test('comes out the same every time', () => {
    expect(signedBundle(evaluation, testKey(1))).toBe(bundle);
  });

  test('is good by another implementation too', () => {
    const { dsseEnvelope } = JSON.parse(bundle) as {
      readonly dsseEnvelope: {
        readonly payload: string;
        readonly payloadType: string;
        readonly signatures: readonly [{ readonly sig: string }];
      };
    };
    const payload = Buffer.from(dsseEnvelope.payload, 'base64');
    const scratch = scratchFolder();
    const put = (name: string, content: string | Uint8Array): string => {
      writeFileSync(path.join(scratch, name), content);
      return path.join(scratch, name);
    };
    const key = put('key.pem', pem(1));
    // The encoding before signing, written down from DSSE's specification.
    const head = `DSSEv1 ${String(dsseEnvelope.payloadType.length)} ${dsseEnvelope.payloadType} ${String(payload.length)} `;
    const message = put('message', Buffer.concat([Buffer.from(head), payload]));
    const signature = put('signature', Buffer.from(dsseEnvelope.signatures[0].sig, 'base64'));
    const openssl = (file: string) =>
      spawnSync('openssl', ['pkeyutl', '-verify', '-rawin', '-in', file, '-inkey', key, '-sigfile', signature], { encoding: 'utf8' });
    expect(openssl(message)).toMatchObject({ status: 0, stdout: 'Signature Verified Successfully\n' });
    expect(openssl(put('other', Buffer.concat([Buffer.from(head), payload.subarray(1)]))).status).not.toBe(0);
  });

  test('of a key that the ring lacks is not read', () => {
    const facts = verify(signedBundle(evaluation, testKey(9)));
    expect(facts).toEqual({
      hint: testKey(9).hint,
      key: null,
      keyProposed: false,
      signatureVerified: false,
      signatureFlaw: null,
      statement: null,
    });
  });

  test('of another key than it names is not read', () => {
    const facts = verify(bundle.replaceAll(testKey(1).hint, testKey(2).hint));
    expect(facts).toMatchObject({ key: { id: 'two' }, signatureVerified: false, statement: null });
  });

  test('is refused in any other spelling', async () => {
    expect(await refusal(() => verify(JSON.stringify(JSON.parse(bundle))))).toMatch(/^bundle\.not_canonical: bundle: not spelt/);
  });
});

describe('a private key', () => {
  test.each([
    ['text', 'no key'],
    [
      'a public key',
      '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA0wY4/gwNELGglMjYqcZCoPwwj/LjM2wMuF42g9sCFIk=\n-----END PUBLIC KEY-----\n',
    ],
    ['a broken key', pem(1).replace('MC4C', 'MC4D')],
  ])('that is %s is refused without repeating it', async (_, content) => {
    const told = await refusal(() => signingKey(Buffer.from(content), '--key k'));
    expect(told).toBe(
      'key.unreadable: --key k: no private key that can be read; expected an Ed25519 private key, PKCS #8 in PEM, without a password',
    );
  });

  test('of another kind is refused', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ec = privateKey.export({ type: 'pkcs8', format: 'pem' });
    expect(await refusal(() => signingKey(Buffer.from(ec), '--key k'))).toMatch(/^key\.unreadable: --key k: a key of type ec; expected/);
  });
});

test('the bill of materials fits the specification of CycloneDX 1.6, and one that lacks something does not', () => {
  const schemas = path.dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json'));
  const schema = (name: string): object => JSON.parse(readFileSync(path.join(schemas, 'res/schema', name), 'utf8')) as object;
  // Formats are left to others: the schema's own regular expressions stand.
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
    ajv.addSchema({ ...schema(name), $id: `http://cyclonedx.org/schema/${name}` });
  const validate = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));
  const bom = { ...statements.get('sbom')?.predicate };
  expect(validate(bom), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...bom, bomFormat: 'CycloneDY' })).toBe(false);
  expect(validate({ ...bom, components: [{ type: 'dataset', name: 'x' }] })).toBe(false);
});
