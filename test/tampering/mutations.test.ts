import { expect, test } from 'vitest';
import { STATEMENT_NAMES, statementPath } from '../../lib/contracts/statement.ts';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { readKeyRing } from '../../lib/evidence/index.ts';
import { readSignedEvidence, verifyStatement } from '../../lib/evidence/signed/signed-evidence.ts';
import { memoryTree } from '../support/signing.ts';
import { random } from './random.ts';
import { folderOf, genuine, MODEL, VERSION, type Bundle } from './world.ts';

type Below = (below: number) => number;

const spliced = (bytes: Buffer, from: number, to: number, ...between: readonly Uint8Array[]): Buffer =>
  Buffer.concat([bytes.subarray(0, from), ...between, bytes.subarray(to)]);

/** What may happen to any file. */
const ANYWHERE: readonly ((bytes: Buffer, below: Below) => Buffer)[] = [
  (bytes, below) => {
    const at = below(bytes.length);
    return spliced(bytes, at, at + 1, Buffer.of((bytes[at] ?? 0) ^ (1 << below(8))));
  },
  (bytes, below) => {
    const at = below(bytes.length);
    return spliced(bytes, at, at + 1, Buffer.of(below(256)));
  },
  (bytes, below) => {
    const at = below(bytes.length);
    return spliced(bytes, at, at + 1 + below(4));
  },
  (bytes, below) => spliced(bytes, below(bytes.length), bytes.length),
  (bytes, below) => {
    const at = below(bytes.length);
    const [from, length] = [below(bytes.length), 1 + below(64)];
    return spliced(bytes, at, at, bytes.subarray(from, from + length));
  },
  (bytes, below) => {
    const at = below(bytes.length);
    return spliced(bytes, at, at, Buffer.from([' ', '\n', '\t', '0', '"', '\\u0041', ',', '{}'][below(8)] ?? ''));
  },
];

/** What may happen within a bundle: what is signed, and the signature, behind their base64. */
function inside(bytes: Buffer, below: Below): Buffer {
  const bundle = JSON.parse(bytes.toString('utf8')) as Bundle;
  const [signature] = bundle.dsseEnvelope.signatures;
  const mutate = (base64: string): string => {
    const change = ANYWHERE[below(ANYWHERE.length)];
    return (change?.(Buffer.from(base64, 'base64'), below) ?? Buffer.alloc(0)).toString('base64');
  };
  if (below(3) === 0 && signature !== undefined) signature.sig = mutate(signature.sig);
  else bundle.dsseEnvelope.payload = mutate(bundle.dsseEnvelope.payload);
  return Buffer.from(`${JSON.stringify(bundle, null, 2)}\n`);
}

test('50,000 changes of signed evidence, and none is accepted', { timeout: 300_000 }, async () => {
  const { files } = genuine();
  const ring = await readKeyRing(memoryTree(files));
  const sound = await readSignedEvidence(memoryTree(files), { judging: ring }, MODEL, VERSION);
  const bundles = STATEMENT_NAMES.map((name) => ({ name, path: statementPath(MODEL, VERSION, name) }));
  const numbers = ['evaluation.json', 'release.yaml'] as const;
  for (const { name } of bundles) expect(sound.statements[name]?.signatureVerified).toBe(true);

  const below = random(20261121);
  const count = { tried: 0, refused: 0, badSignature: 0, unknownKey: 0, otherDigest: 0 };
  const accepted: string[] = [];
  while (count.tried < 50_000) {
    const place = below(5);
    const bundle = bundles[place];
    const path = bundle?.path ?? `${folderOf(MODEL, VERSION)}/${numbers[place - 3] ?? ''}`;
    const before = files.get(path) ?? Buffer.alloc(0);
    const change = bundle !== undefined && below(2) === 0 ? inside : (ANYWHERE[below(ANYWHERE.length)] ?? inside);
    const after = change(before, below);
    if (after.equals(before)) continue;
    count.tried += 1;
    try {
      if (bundle === undefined) {
        const changed = await readSignedEvidence(memoryTree(new Map([[path, after]])), { judging: ring }, MODEL, VERSION);
        if (JSON.stringify(changed.files).includes(sound.files[numbers[place - 3] ?? 'release.yaml'] ?? '')) accepted.push(path);
        else count.otherDigest += 1;
        continue;
      }
      const facts = verifyStatement(after, ring, path);
      if (facts.key === null) count.unknownKey += 1;
      else if (!facts.signatureVerified && facts.statement === null) count.badSignature += 1;
      else accepted.push(path);
    } catch (thrown) {
      if (!(thrown instanceof UserError) && !(thrown instanceof UserErrors)) throw thrown;
      count.refused += 1;
    }
  }
  expect(accepted).toEqual([]);
  expect(count.refused + count.badSignature + count.unknownKey + count.otherDigest).toBe(50_000);
  // Each guard had something to do: most of what is well spelt meets the signature itself.
  expect(count.badSignature).toBeGreaterThan(10_000);
  expect(count.otherDigest).toBeGreaterThan(10_000);
  expect(count.refused).toBeGreaterThan(10_000);
});
