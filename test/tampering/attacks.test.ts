import { createHash, sign as signBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { SIGNATURE_CODES } from '../../lib/contracts/signed-evidence.ts';
import { PREDICATE_TYPES, statementPath, type StatementName } from '../../lib/contracts/statement.ts';
import { bundleText } from '../../lib/signed-bundle.ts';
import { listed } from '../support/signing.ts';
import { folderOf, genuine, Judge, MODEL, OLDER, RING, SECOND, STRANGER, TRUSTED, VERSION, type Bundle, type World } from './world.ts';

/** One way to make unsound evidence pass, and everything that is then held against it. */
interface Attack {
  readonly title: string;
  readonly change: (head: World, base: World) => void;
  readonly found: readonly string[];
  /** Keys and limits come from the base, which the attack does not reach. @default false: the head judges itself */
  readonly base?: boolean;
  readonly now?: string;
}

const EVALUATION = statementPath(MODEL, VERSION, 'evaluation');
const SBOM = statementPath(MODEL, VERSION, 'sbom');
const NUMBERS = `${folderOf(MODEL, VERSION)}/evaluation.json`;
const RELEASE = `${folderOf(MODEL, VERSION)}/release.yaml`;

const at = (code: string): string => `provenance.${code}`;
const payload = (bundle: Bundle): Buffer => Buffer.from(bundle.dsseEnvelope.payload, 'base64');
const first = (bundle: Bundle): { sig: string; keyid: string } => {
  const [signature] = bundle.dsseEnvelope.signatures;
  if (signature === undefined) throw new Error('a bundle has a signature');
  return signature;
};
const flatter = (text: string): string => text.replace(/("roc_auc": \{[^}]*"value": )[\d.]+/, '$10.999');
/** The order of Ed25519's group: a signature's second half plus this is the same number to a careless verifier. */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Signs raw bytes in the evaluation's place, whatever they are. */
const signRaw = (world: World, bytes: Uint8Array, type = 'application/vnd.in-toto+json'): void => {
  const head = Buffer.from(`DSSEv1 ${String(type.length)} ${type} ${String(bytes.length)} `);
  const text = bundleText(bytes, signBytes(null, Buffer.concat([head, bytes]), TRUSTED.privateKey), TRUSTED.hint);
  world.put(EVALUATION, text.replace('application/vnd.in-toto+json', type));
};
const resign = (world: World, name: StatementName, change: (statement: ReturnType<World['statement']>) => void): void => {
  const statement = world.statement(name);
  change(statement);
  world.sign(name, statement);
};

const attacks: readonly Attack[] = [
  // Not signed.
  {
    title: 'no bundle at all',
    change: (w) => {
      for (const name of ['evaluation', 'provenance', 'sbom'] as const) w.files.delete(statementPath(MODEL, VERSION, name));
    },
    found: [at('unsigned')],
  },
  {
    title: 'the evaluation alone is not signed',
    change: (w) => {
      w.files.delete(EVALUATION);
    },
    found: [at('unsigned')],
  },
  {
    title: 'the bill of materials alone is not signed',
    change: (w) => {
      w.files.delete(SBOM);
    },
    found: [at('unsigned')],
  },
  {
    title: 'a bundle under another name',
    change: (w) => {
      w.put(`${EVALUATION}.bak`, w.text(EVALUATION));
      w.files.delete(EVALUATION);
    },
    found: [at('unsigned')],
  },

  // No bundle.
  {
    title: 'an empty file',
    change: (w) => {
      w.put(EVALUATION, '');
    },
    found: ['error json.syntax'],
  },
  {
    title: 'an empty object',
    change: (w) => {
      w.put(EVALUATION, '{}\n');
    },
    found: ['error bundle.unreadable'],
  },
  {
    title: 'an envelope without a bundle around it',
    change: (w) => {
      w.bundle('evaluation', ({ dsseEnvelope }) => dsseEnvelope);
    },
    found: ['error bundle.unreadable'],
  },
  {
    title: 'no signature in the envelope',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.dsseEnvelope.signatures = [];
      });
    },
    found: ['error bundle.unreadable'],
  },
  {
    title: 'an empty signature',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).sig = '';
      });
    },
    found: ['error bundle.unreadable'],
  },
  {
    title: 'a second signature beside the first',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.dsseEnvelope.signatures.push(first(b));
      });
    },
    found: ['error bundle.unreadable'],
  },
  {
    title: 'a signed message instead of a statement',
    change: (w) => {
      w.bundle('evaluation', (b) => ({
        mediaType: b.mediaType,
        verificationMaterial: b.verificationMaterial,
        messageSignature: {
          messageDigest: { algorithm: 'SHA2_256', digest: createHash('sha256').update(payload(b)).digest('base64') },
          signature: first(b).sig,
        },
      }));
    },
    found: ['error bundle.unreadable'],
  },
  {
    title: 'a chain of certificates',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.verificationMaterial = { x509CertificateChain: { certificates: [{ rawBytes: 'AAAA' }] } };
      });
    },
    found: ['error bundle.unreadable'],
  },
  {
    title: 'a payload that appears twice in one object',
    change: (w) => {
      w.edit(EVALUATION, (t) => t.replace('"payload":', '"payload": "AAAA",\n    "payload":'));
    },
    found: ['error json.duplicate_key'],
  },
  {
    title: 'signatures that appear twice in one object',
    change: (w) => {
      w.edit(EVALUATION, (t) => t.replace('"signatures":', '"signatures": [],\n    "signatures":'));
    },
    found: ['error json.duplicate_key'],
  },
  {
    title: 'a key that comes in the bundle',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.verificationMaterial['publicKey'] = { hint: STRANGER.hint, rawBytes: STRANGER.publicKey };
      });
    },
    found: ['error bundle.not_canonical'],
  },
  {
    title: 'a certificate instead of a key',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.verificationMaterial = { certificate: { rawBytes: 'AAAA' }, timestampVerificationData: {} };
      });
    },
    found: ['error bundle.not_canonical'],
  },
  {
    title: 'a bundle of the first version',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1';
      });
    },
    found: ['error bundle.not_canonical'],
  },
  {
    title: 'a field that nobody reads',
    change: (w) => {
      w.bundle('evaluation', (b) => ({ ...b, zebra: true }));
    },
    found: ['error bundle.not_canonical'],
  },
  {
    title: 'a hint that the signature does not repeat',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).keyid = SECOND.hint;
      });
    },
    found: ['error bundle.not_canonical'],
  },
  {
    title: 'base64 in another spelling',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).sig = first(b).sig.replace(/=+$/, '');
      });
    },
    found: ['error bundle.not_canonical'],
  },
  {
    title: 'another payload type, unsigned',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.dsseEnvelope.payloadType = 'text/plain';
      });
    },
    found: ['error bundle.payload_type'],
  },
  {
    title: 'another payload type, signed with a trusted key',
    change: (w) => {
      signRaw(w, Buffer.from(JSON.stringify(w.statement('evaluation'))), 'application/json');
    },
    found: ['error bundle.payload_type'],
  },

  // Signature.
  {
    title: 'a statement that was changed after signing',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.dsseEnvelope.payload = Buffer.from(payload(b).toString('utf8').replace('"version": "1.1.0"', '"version": "1.1.1"')).toString(
          'base64',
        );
      });
    },
    found: [at('bad_signature')],
  },
  {
    title: 'numbers and statement changed together',
    change: (w) => {
      w.edit(NUMBERS, flatter);
      const statement = w.statement('evaluation');
      w.bundle('evaluation', (b) => {
        b.dsseEnvelope.payload = Buffer.from(JSON.stringify(statement)).toString('base64');
      });
    },
    found: [at('bad_signature')],
  },
  {
    title: 'the signature of another statement',
    change: (w) => {
      const other = JSON.parse(w.text(SBOM)) as Bundle;
      w.bundle('evaluation', (b) => {
        first(b).sig = first(other).sig;
      });
    },
    found: [at('bad_signature')],
  },
  {
    title: 'a stranger signs in the name of a trusted key',
    change: (w) => {
      w.sign('evaluation', w.statement('evaluation'), { ...STRANGER, hint: TRUSTED.hint });
    },
    found: [at('bad_signature')],
  },
  {
    title: 'one trusted key signs in the name of another',
    change: (w) => {
      w.sign('evaluation', w.statement('evaluation'), { ...SECOND, hint: TRUSTED.hint });
    },
    found: [at('bad_signature')],
  },
  {
    title: 'the payload signed without its envelope',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).sig = signBytes(null, payload(b), TRUSTED.privateKey).toString('base64');
      });
    },
    found: [at('bad_signature')],
  },
  {
    title: 'a signature of zeros',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).sig = Buffer.alloc(64).toString('base64');
      });
    },
    found: [at('bad_signature')],
  },
  {
    title: 'the same signature in other numbers',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        const bytes = Buffer.from(first(b).sig, 'base64');
        const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + ORDER;
        const big = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
        first(b).sig = Buffer.concat([bytes.subarray(0, 32), big]).toString('base64');
      });
    },
    found: [at('bad_signature')],
  },

  // Keys.
  {
    title: 'a stranger signs in his own name',
    change: (w) => {
      w.signAll(STRANGER);
    },
    found: [at('unknown_key')],
  },
  {
    title: 'a stranger brings his key along',
    base: true,
    change: (w) => {
      w.ring(listed('training', 1), listed('new', 3));
      w.signAll(STRANGER);
    },
    found: [at('unknown_key')],
  },
  {
    title: 'a base without any keys',
    base: true,
    change: (_, base) => {
      base.files.delete(RING);
    },
    found: [at('unknown_key')],
  },
  {
    title: 'one key under two names',
    change: (w) => {
      w.ring(listed('training', 1), listed('again', 1));
    },
    found: ['error key.duplicate_key'],
  },
  {
    title: 'one name for two keys',
    change: (w) => {
      w.ring(listed('training', 1), listed('training', 3));
    },
    found: ['error key.duplicate_id'],
  },
  {
    title: 'a key that ran out a second ago',
    change: (w) => {
      w.ring(listed('training', 1, { validUntil: '2026-11-21T23:59:59Z' }));
    },
    found: [at('key_expired')],
  },
  {
    title: 'a key that runs out this second',
    change: (w) => {
      w.ring(listed('training', 1, { validUntil: '2026-11-22T00:00:00Z' }));
    },
    found: [at('key_expired')],
  },
  {
    title: 'an expired key that the change prolongs',
    base: true,
    change: (w, base) => {
      base.ring(listed('training', 1, { validUntil: '2026-06-01T00:00:00Z' }));
      w.ring(listed('training', 1));
    },
    found: [at('key_expired')],
  },
  {
    title: 'a key that becomes valid in a second',
    change: (w) => {
      w.ring(listed('training', 1, { validFrom: '2026-11-22T00:00:01Z' }));
    },
    found: [at('key_not_yet_valid')],
  },
  {
    title: 'a revoked key',
    change: (w) => {
      w.ring(listed('training', 1, { revoked: { at: '2026-11-01T00:00:00Z', reason: 'Stolen.' } }));
    },
    found: [at('key_revoked')],
  },
  {
    title: 'a revoked key, judged as of before',
    now: '2026-10-01T00:00:00Z',
    change: (w) => {
      w.ring(listed('training', 1, { revoked: { at: '2026-11-01T00:00:00Z', reason: 'Stolen.' } }));
    },
    found: [at('evidence_stale'), at('key_revoked')],
  },
  {
    title: 'a revocation that the change takes back',
    base: true,
    change: (w, base) => {
      base.ring(listed('training', 1, { revoked: { at: '2026-11-01T00:00:00Z', reason: 'Stolen.' } }));
      w.ring(listed('training', 1));
    },
    found: [at('key_revoked')],
  },
  {
    title: 'a key for another model',
    change: (w) => {
      w.ring(listed('training', 1, { scope: { models: ['credit-approval', 'churn-*'], predicates: Object.values(PREDICATE_TYPES) } }));
    },
    found: [at('key_out_of_scope')],
  },
  {
    title: 'a key for other statements',
    change: (w) => {
      w.ring(listed('training', 1, { scope: { models: ['*'], predicates: [PREDICATE_TYPES.provenance, PREDICATE_TYPES.sbom] } }));
    },
    found: [at('key_out_of_scope')],
  },
  {
    title: 'a scope that the change widens',
    base: true,
    change: (w, base) => {
      base.ring(listed('training', 1, { scope: { models: ['credit-approval'], predicates: Object.values(PREDICATE_TYPES) } }));
      w.ring(listed('training', 1));
    },
    found: [at('key_out_of_scope')],
  },

  // Statements that a trusted key signed.
  {
    title: 'a bill of materials in place of the evaluation',
    change: (w) => {
      w.sign('evaluation', w.statement('sbom'));
    },
    found: [at('other_predicate'), at('other_subject')],
  },
  {
    title: 'a bill of materials about what the evaluation is about',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        const { predicateType, predicate } = w.statement('sbom');
        Object.assign(s, { predicateType, predicate });
      });
    },
    found: [at('other_predicate')],
  },
  {
    title: 'a statement that names another model',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.predicate['model'] = 'credit-approval';
      });
    },
    found: [at('other_model')],
  },
  {
    title: 'a statement that names another version',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.predicate['version'] = OLDER;
      });
    },
    found: [at('other_version')],
  },
  {
    title: 'a predicate type of nobody’s',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.predicateType = 'https://example.com/evaluation/v1';
      });
    },
    found: [at('other_model'), at('other_predicate'), at('other_version')],
  },
  {
    title: 'a predicate type that only looks right',
    change: (w) => {
      resign(w, 'provenance', (s) => {
        s.predicateType = `${PREDICATE_TYPES.provenance}/`;
      });
    },
    found: [at('other_model'), at('other_predicate'), at('other_version')],
  },
  {
    title: 'an older type of statement',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s._type = 'https://in-toto.io/Statement/v0.1';
      });
    },
    found: ['error schema.invalid'],
  },
  {
    title: 'a payload that is no JSON',
    change: (w) => {
      signRaw(w, Buffer.from('signed, sealed, delivered'));
    },
    found: ['error json.syntax'],
  },
  {
    title: 'a payload with one key twice',
    change: (w) => {
      signRaw(
        w,
        Buffer.from(JSON.stringify(w.statement('evaluation')).replace('"predicateType":', '"predicateType":"x","predicateType":')),
      );
    },
    found: ['error json.duplicate_key'],
  },
  {
    title: 'one subject under one name twice',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.subject.push({ name: 'artifact', digest: { sha256: 'f'.repeat(64) } });
      });
    },
    found: ['error statement.duplicate_subject'],
  },
  {
    title: 'no subject',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.subject = [];
      });
    },
    found: ['error schema.invalid'],
  },
  {
    title: 'a subject less',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.subject = s.subject.filter(({ name }) => name !== 'evaluation.json');
      });
    },
    found: [at('other_subject')],
  },
  {
    title: 'a subject more',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.subject.push({ name: 'other', digest: { sha256: 'f'.repeat(64) } });
      });
    },
    found: [at('other_subject')],
  },
  {
    title: 'two subjects that change names',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        const [a, b] = s.subject;
        if (a === undefined || b === undefined) return;
        [a.name, b.name] = [b.name, a.name];
      });
    },
    found: [at('other_subject')],
  },
  {
    title: 'another model file',
    change: (w) => {
      resign(w, 'sbom', (s) => {
        const [artifact] = s.subject;
        if (artifact !== undefined) artifact.digest.sha256 = 'f'.repeat(64);
      });
    },
    found: [at('other_subject')],
  },
  {
    title: 'numbers that were flattered after signing',
    change: (w) => {
      w.edit(NUMBERS, flatter);
    },
    found: [at('other_subject')],
  },
  {
    title: 'numbers in another layout',
    change: (w) => {
      w.edit(NUMBERS, (t) => t.replace('\n', '\n\n'));
    },
    found: [at('other_subject')],
  },
  {
    title: 'an image that was exchanged after signing',
    change: (w) => {
      w.edit(RELEASE, (t) => t.replace(/digest: sha256:[0-9a-f]{64}/, `digest: sha256:${'f'.repeat(64)}`));
    },
    found: [at('other_subject')],
  },
  {
    title: 'training settings that were changed after signing',
    change: (w) => {
      w.edit(RELEASE, (t) => t.replace('seed: 42', 'seed: 43'));
    },
    found: [at('other_subject')],
  },
  {
    title: 'another model’s statement',
    change: (w) => {
      w.put(EVALUATION, w.text(statementPath('credit-approval', VERSION, 'evaluation')));
    },
    found: [at('other_model'), at('other_subject')],
  },
  {
    title: 'another model’s statement and numbers',
    change: (w) => {
      w.put(EVALUATION, w.text(statementPath('credit-approval', VERSION, 'evaluation')));
      w.put(NUMBERS, w.text(`${folderOf('credit-approval', VERSION)}/evaluation.json`));
    },
    found: ['error evidence.wrong_subject'],
  },
  {
    title: 'an older version’s statement, played back',
    change: (w) => {
      w.put(EVALUATION, w.text(statementPath(MODEL, OLDER, 'evaluation')));
    },
    found: [at('other_subject'), at('other_version')],
  },
  {
    title: 'an older version’s statement and numbers, played back',
    change: (w) => {
      for (const name of ['evaluation.json', 'evaluation.sigstore.json'])
        w.put(`${folderOf(MODEL, VERSION)}/${name}`, w.text(`${folderOf(MODEL, OLDER)}/${name}`));
    },
    found: ['error evidence.wrong_subject'],
  },
  {
    title: 'an older version’s numbers under the new number',
    change: (w) => {
      w.edit(NUMBERS, () => w.text(`${folderOf(MODEL, OLDER)}/evaluation.json`).replace('"version": "1.0.0"', '"version": "1.1.0"'));
    },
    found: [at('other_subject')],
  },
  {
    title: 'genuine evidence of two years ago',
    now: '2028-11-22T00:00:00Z',
    change: (w) => {
      w.ring(listed('training', 1, { validUntil: '2030-01-01T00:00:00Z' }));
    },
    found: [at('evidence_stale')],
  },
  {
    title: 'a floor that sinks together with the numbers, all of it signed',
    base: true,
    change: (w) => {
      w.edit(NUMBERS, (t) =>
        t.replace(/("roc_auc": \{[^}]*"value": )[\d.]+/, '$10.51').replace(/("roc_auc": \{\s*"interval": \[\s*)[\d.]+/, '$10.5'),
      );
      w.edit('policies/thresholds/limited.yaml', (t) => t.replace(/roc_auc: 0\.\d+/g, 'roc_auc: 0.5'));
      w.signAll();
    },
    found: ['metrics.below_floor'],
  },
];

let judge: Judge | undefined;
beforeAll(async () => {
  judge = await Judge.make();
});
const verdict = (...given: Parameters<Judge['verdict']>): Promise<readonly string[]> => {
  if (judge === undefined) throw new Error('the policies are loaded before the tests');
  return judge.verdict(...given);
};

test('what was signed and left alone is accepted', async () => {
  expect(await verdict(genuine())).toEqual([]);
});

test('there are at least 45 attacks, each unlike the others', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(45);
  expect(new Set(attacks.map(({ title }) => title)).size).toBe(attacks.length);
});

test.each(attacks)('refused: $title', async ({ change, found, base: judged = false, now }) => {
  const head = genuine();
  const base = genuine();
  change(head, base);
  expect(await verdict(head, judged ? base : head, now)).toEqual([...found].sort());
});

test('every check of signatures is what stops some attack, alone', () => {
  const alone = new Set(attacks.flatMap(({ found }) => (found.length === 1 ? found : [])));
  expect(attacks.filter(({ found }) => found.length === 0)).toEqual([]);
  expect(SIGNATURE_CODES.filter((code) => !alone.has(code))).toEqual([]);
});
