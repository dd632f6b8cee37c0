import { createHash, sign as signBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { SIGNATURE_CODES } from '../../lib/contracts/signed-evidence.ts';
import { PREDICATE_TYPES, statementPath, type StatementName } from '../../lib/contracts/statement.ts';
import { bundleText } from '../../lib/signed-bundle.ts';
import { listed } from '../support/signing.ts';
import { folderOf, genuine, Judge, MODEL, OLDER, RING, SECOND, STRANGER, TRUSTED, VERSION, type Bundle, type World } from './world.ts';

/** One way to make unsound evidence pass, and everything that is then held against it. */
interface Attack {
  /** What is wrong, for whoever has to put it right. Ways of doing one thing share its code, and nothing else has that. */
  readonly offence: string;
  readonly title: string;
  readonly change: (head: World, base: World) => void;
  /** The offence's own code, and what else is noticed. */
  readonly found: readonly [string, ...string[]];
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
    offence: 'nothing is signed that has to be',
    title: 'no bundle at all',
    change: (w) => {
      for (const name of ['evaluation', 'provenance', 'sbom'] as const) w.files.delete(statementPath(MODEL, VERSION, name));
    },
    found: [at('unsigned')],
  },
  {
    offence: 'nothing is signed that has to be',
    title: 'the evaluation alone is not signed',
    change: (w) => {
      w.files.delete(EVALUATION);
    },
    found: [at('unsigned')],
  },
  {
    offence: 'nothing is signed that has to be',
    title: 'the bill of materials alone is not signed',
    change: (w) => {
      w.files.delete(SBOM);
    },
    found: [at('unsigned')],
  },
  {
    offence: 'nothing is signed that has to be',
    title: 'a bundle under another name',
    change: (w) => {
      w.put(`${EVALUATION}.bak`, w.text(EVALUATION));
      w.files.delete(EVALUATION);
    },
    found: [at('unsigned')],
  },

  // No bundle.
  {
    offence: 'a file without content',
    title: 'an empty file',
    change: (w) => {
      w.put(EVALUATION, '');
    },
    found: ['error bundle.empty'],
  },
  {
    offence: 'a file that is no bundle',
    title: 'an empty object',
    change: (w) => {
      w.put(EVALUATION, '{}\n');
    },
    found: ['error bundle.unreadable'],
  },
  {
    offence: 'an envelope by itself',
    title: 'an envelope without a bundle around it',
    change: (w) => {
      w.bundle('evaluation', ({ dsseEnvelope }) => dsseEnvelope);
    },
    found: ['error bundle.bare_envelope'],
  },
  {
    offence: 'nobody signed the envelope',
    title: 'no signature in the envelope',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.dsseEnvelope.signatures = [];
      });
    },
    found: ['error bundle.no_signature'],
  },
  {
    offence: 'nobody signed the envelope',
    title: 'an empty signature',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).sig = '';
      });
    },
    found: ['error bundle.no_signature'],
  },
  {
    offence: 'a signature that nobody verifies',
    title: 'a second signature beside the first',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.dsseEnvelope.signatures.push(first(b));
      });
    },
    found: ['error bundle.several_signatures'],
  },
  {
    offence: 'a signed file instead of a statement',
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
    found: ['error bundle.message_signature'],
  },
  {
    offence: 'a certificate instead of a key',
    title: 'a chain of certificates',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.verificationMaterial = { x509CertificateChain: { certificates: [{ rawBytes: 'AAAA' }] } };
      });
    },
    found: ['error bundle.certificate'],
  },
  {
    offence: 'a bundle that two parsers read differently',
    title: 'a payload that appears twice in one object',
    change: (w) => {
      w.edit(EVALUATION, (t) => t.replace('"payload":', '"payload": "AAAA",\n    "payload":'));
    },
    found: ['error json.duplicate_key'],
  },
  {
    offence: 'a bundle that two parsers read differently',
    title: 'signatures that appear twice in one object',
    change: (w) => {
      w.edit(EVALUATION, (t) => t.replace('"signatures":', '"signatures": [],\n    "signatures":'));
    },
    found: ['error json.duplicate_key'],
  },
  {
    offence: 'a key that comes with what it signed',
    title: 'a key that comes in the bundle',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.verificationMaterial['publicKey'] = { hint: STRANGER.hint, rawBytes: STRANGER.publicKey };
      });
    },
    found: ['error bundle.key_inside'],
  },
  {
    offence: 'a certificate instead of a key',
    title: 'a certificate instead of a key',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.verificationMaterial = { certificate: { rawBytes: 'AAAA' }, timestampVerificationData: {} };
      });
    },
    found: ['error bundle.certificate'],
  },
  {
    offence: 'a bundle of another version',
    title: 'a bundle of the first version',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.1';
      });
    },
    found: ['error bundle.other_version'],
  },
  {
    offence: 'more in the bundle than is verified',
    title: 'a field that nobody reads',
    change: (w) => {
      w.bundle('evaluation', (b) => ({ ...b, zebra: true }));
    },
    found: ['error bundle.unknown_field'],
  },
  {
    offence: 'two names for the key',
    title: 'a hint that the signature does not repeat',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).keyid = SECOND.hint;
      });
    },
    found: ['error bundle.other_hint'],
  },
  {
    offence: 'the same bytes in another base64',
    title: 'base64 in another spelling',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).sig = first(b).sig.replace(/=+$/, '');
      });
    },
    found: ['error bundle.not_base64'],
  },
  {
    offence: 'a payload of another type',
    title: 'another payload type, unsigned',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        b.dsseEnvelope.payloadType = 'text/plain';
      });
    },
    found: ['error bundle.payload_type'],
  },
  {
    offence: 'a payload of another type',
    title: 'another payload type, signed with a trusted key',
    change: (w) => {
      signRaw(w, Buffer.from(JSON.stringify(w.statement('evaluation'))), 'application/json');
    },
    found: ['error bundle.payload_type'],
  },

  // Signature.
  {
    offence: 'a signature of other bytes, or nobody’s',
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
    offence: 'a signature of other bytes, or nobody’s',
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
    offence: 'the signature of another statement',
    title: 'the signature of another statement',
    change: (w) => {
      const other = JSON.parse(w.text(SBOM)) as Bundle;
      w.bundle('evaluation', (b) => {
        first(b).sig = first(other).sig;
      });
    },
    found: [at('signature_of_other_statement')],
  },
  {
    offence: 'a signature of other bytes, or nobody’s',
    title: 'a stranger signs in the name of a trusted key',
    change: (w) => {
      w.sign('evaluation', w.statement('evaluation'), { ...STRANGER, hint: TRUSTED.hint });
    },
    found: [at('bad_signature')],
  },
  {
    offence: 'a trusted key in another’s name',
    title: 'one trusted key signs in the name of another',
    change: (w) => {
      w.sign('evaluation', w.statement('evaluation'), { ...SECOND, hint: TRUSTED.hint });
    },
    found: [at('signature_of_other_key')],
  },
  {
    offence: 'signed without its type',
    title: 'the payload signed without its envelope',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).sig = signBytes(null, payload(b), TRUSTED.privateKey).toString('base64');
      });
    },
    found: [at('signature_without_envelope')],
  },
  {
    offence: 'a signature that no key makes',
    title: 'a signature of zeros',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        first(b).sig = Buffer.alloc(64).toString('base64');
      });
    },
    found: [at('signature_malformed')],
  },
  {
    offence: 'a signature that no key makes',
    title: 'the same signature in other numbers',
    change: (w) => {
      w.bundle('evaluation', (b) => {
        const bytes = Buffer.from(first(b).sig, 'base64');
        const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`) + ORDER;
        const big = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
        first(b).sig = Buffer.concat([bytes.subarray(0, 32), big]).toString('base64');
      });
    },
    found: [at('signature_malformed')],
  },

  // Keys.
  {
    offence: 'a key that nobody trusts',
    title: 'a stranger signs in his own name',
    change: (w) => {
      w.signAll(STRANGER);
    },
    found: [at('unknown_key')],
  },
  {
    offence: 'a change that vouches for itself',
    title: 'a stranger brings his key along',
    base: true,
    change: (w) => {
      w.ring(listed('training', 1), listed('new', 3));
      w.signAll(STRANGER);
    },
    found: [at('key_not_merged')],
  },
  {
    offence: 'a change that vouches for itself',
    title: 'a ring that comes to a base without any keys',
    base: true,
    change: (_, base) => {
      base.files.delete(RING);
    },
    found: [at('key_not_merged')],
  },
  {
    offence: 'nobody is trusted',
    title: 'no keys anywhere',
    change: (w) => {
      w.files.delete(RING);
    },
    found: [at('no_keys')],
  },
  {
    offence: 'one key under two names',
    title: 'one key under two names',
    change: (w) => {
      w.ring(listed('training', 1), listed('again', 1));
    },
    found: ['error key.duplicate_key'],
  },
  {
    offence: 'one name for two keys',
    title: 'one name for two keys',
    change: (w) => {
      w.ring(listed('training', 1), listed('training', 3));
    },
    found: ['error key.duplicate_id'],
  },
  {
    offence: 'a key that has expired',
    title: 'a key that ran out a second ago',
    change: (w) => {
      w.ring(listed('training', 1, { validUntil: '2026-11-21T23:59:59Z' }));
    },
    found: [at('key_expired')],
  },
  {
    offence: 'a key that has expired',
    title: 'a key that runs out this second',
    change: (w) => {
      w.ring(listed('training', 1, { validUntil: '2026-11-22T00:00:00Z' }));
    },
    found: [at('key_expired')],
  },
  {
    offence: 'a key that has expired',
    title: 'an expired key that the change prolongs',
    base: true,
    change: (w, base) => {
      base.ring(listed('training', 1, { validUntil: '2026-06-01T00:00:00Z' }));
      w.ring(listed('training', 1));
    },
    found: [at('key_expired')],
  },
  {
    offence: 'a key that is not valid yet',
    title: 'a key that becomes valid in a second',
    change: (w) => {
      w.ring(listed('training', 1, { validFrom: '2026-11-22T00:00:01Z' }));
    },
    found: [at('key_not_yet_valid')],
  },
  {
    offence: 'a key that is revoked',
    title: 'a revoked key',
    change: (w) => {
      w.ring(listed('training', 1, { revoked: { at: '2026-11-01T00:00:00Z', reason: 'Stolen.' } }));
    },
    found: [at('key_revoked')],
  },
  {
    offence: 'a key that is revoked',
    title: 'a revoked key, judged as of before',
    now: '2026-10-01T00:00:00Z',
    change: (w) => {
      w.ring(listed('training', 1, { revoked: { at: '2026-11-01T00:00:00Z', reason: 'Stolen.' } }));
    },
    found: [at('key_revoked'), at('evidence_stale')],
  },
  {
    offence: 'a key that is revoked',
    title: 'a revocation that the change takes back',
    base: true,
    change: (w, base) => {
      base.ring(listed('training', 1, { revoked: { at: '2026-11-01T00:00:00Z', reason: 'Stolen.' } }));
      w.ring(listed('training', 1));
    },
    found: [at('key_revoked')],
  },
  {
    offence: 'a key for other models',
    title: 'a key for another model',
    change: (w) => {
      w.ring(listed('training', 1, { scope: { models: ['credit-approval', 'churn-*'], predicates: Object.values(PREDICATE_TYPES) } }));
    },
    found: [at('key_out_of_scope')],
  },
  {
    offence: 'a key for other statements',
    title: 'a key for other statements',
    change: (w) => {
      w.ring(listed('training', 1, { scope: { models: ['*'], predicates: [PREDICATE_TYPES.provenance, PREDICATE_TYPES.sbom] } }));
    },
    found: [at('key_wrong_predicate')],
  },
  {
    offence: 'a key for other models',
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
    offence: 'one statement in another’s place',
    title: 'a bill of materials in place of the evaluation',
    change: (w) => {
      w.sign('evaluation', w.statement('sbom'));
    },
    found: [at('other_predicate')],
  },
  {
    offence: 'one statement in another’s place',
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
    offence: 'another model’s evidence',
    title: 'a statement that names another model',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.predicate['model'] = 'credit-approval';
      });
    },
    found: [at('other_model')],
  },
  {
    offence: 'another version’s evidence',
    title: 'a statement that names another version',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.predicate['version'] = OLDER;
      });
    },
    found: [at('other_version')],
  },
  {
    offence: 'a statement of a kind that nobody reads',
    title: 'a predicate type of nobody’s',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.predicateType = 'https://example.com/evaluation/v1';
      });
    },
    found: [at('unknown_predicate')],
  },
  {
    offence: 'a statement of a kind that nobody reads',
    title: 'a predicate type that only looks right',
    change: (w) => {
      resign(w, 'provenance', (s) => {
        s.predicateType = `${PREDICATE_TYPES.provenance}/`;
      });
    },
    found: [at('unknown_predicate')],
  },
  {
    offence: 'a payload that is no statement of today',
    title: 'an older type of statement',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s._type = 'https://in-toto.io/Statement/v0.1';
      });
    },
    found: ['error statement.other_type'],
  },
  {
    offence: 'a payload that nobody can read',
    title: 'a payload that is no JSON',
    change: (w) => {
      signRaw(w, Buffer.from('signed, sealed, delivered'));
    },
    found: ['error statement.not_json'],
  },
  {
    offence: 'a statement that two parsers read differently',
    title: 'a payload with one key twice',
    change: (w) => {
      signRaw(
        w,
        Buffer.from(JSON.stringify(w.statement('evaluation')).replace('"predicateType":', '"predicateType":"x","predicateType":')),
      );
    },
    found: ['error statement.duplicate_key'],
  },
  {
    offence: 'one name for two subjects',
    title: 'one subject under one name twice',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.subject.push({ name: 'artifact', digest: { sha256: 'f'.repeat(64) } });
      });
    },
    found: ['error statement.duplicate_subject'],
  },
  {
    offence: 'a statement about nothing',
    title: 'no subject',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.subject = [];
      });
    },
    found: ['error statement.no_subject'],
  },
  {
    offence: 'silence about what is judged',
    title: 'a subject less',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.subject = s.subject.filter(({ name }) => name !== 'evaluation.json');
      });
    },
    found: [at('subject_missing')],
  },
  {
    offence: 'a subject that nobody compares',
    title: 'a subject more',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.subject.push({ name: 'other', digest: { sha256: 'f'.repeat(64) } });
      });
    },
    found: [at('subject_unexpected')],
  },
  {
    offence: 'the right bytes under wrong names',
    title: 'two subjects that change names',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        const [a, b] = s.subject;
        if (a === undefined || b === undefined) return;
        [a.name, b.name] = [b.name, a.name];
      });
    },
    found: [at('subject_misnamed')],
  },
  {
    offence: 'another model file',
    title: 'another model file',
    change: (w) => {
      resign(w, 'sbom', (s) => {
        const [artifact] = s.subject;
        if (artifact !== undefined) artifact.digest.sha256 = 'f'.repeat(64);
      });
    },
    found: [at('other_artifact')],
  },
  {
    offence: 'numbers changed after signing',
    title: 'numbers that were flattered after signing',
    change: (w) => {
      w.edit(NUMBERS, flatter);
    },
    found: [at('evaluation_edited')],
  },
  {
    offence: 'numbers changed after signing',
    title: 'numbers in another layout',
    change: (w) => {
      w.edit(NUMBERS, (t) => t.replace('\n', '\n\n'));
    },
    found: [at('evaluation_edited')],
  },
  {
    offence: 'another image',
    title: 'an image that was exchanged after signing',
    change: (w) => {
      w.edit(RELEASE, (t) => t.replace(/digest: sha256:[0-9a-f]{64}/, `digest: sha256:${'f'.repeat(64)}`));
    },
    found: [at('other_image')],
  },
  {
    offence: 'a release changed after signing',
    title: 'training settings that were changed after signing',
    change: (w) => {
      w.edit(RELEASE, (t) => t.replace('seed: 42', 'seed: 43'));
    },
    found: [at('release_edited')],
  },
  {
    offence: 'another model’s evidence',
    title: 'another model’s statement',
    change: (w) => {
      w.put(EVALUATION, w.text(statementPath('credit-approval', VERSION, 'evaluation')));
    },
    found: [at('other_model')],
  },
  {
    offence: 'evidence in a folder that is not its own',
    title: 'another model’s statement and numbers',
    change: (w) => {
      w.put(EVALUATION, w.text(statementPath('credit-approval', VERSION, 'evaluation')));
      w.put(NUMBERS, w.text(`${folderOf('credit-approval', VERSION)}/evaluation.json`));
    },
    found: ['error evidence.wrong_subject'],
  },
  {
    offence: 'another version’s evidence',
    title: 'an older version’s statement, played back',
    change: (w) => {
      w.put(EVALUATION, w.text(statementPath(MODEL, OLDER, 'evaluation')));
    },
    found: [at('other_version')],
  },
  {
    offence: 'evidence in a folder that is not its own',
    title: 'an older version’s statement and numbers, played back',
    change: (w) => {
      for (const name of ['evaluation.json', 'evaluation.sigstore.json'])
        w.put(`${folderOf(MODEL, VERSION)}/${name}`, w.text(`${folderOf(MODEL, OLDER)}/${name}`));
    },
    found: ['error evidence.wrong_subject'],
  },
  {
    offence: 'numbers of another run than was signed',
    title: 'an older version’s numbers under the new number',
    change: (w) => {
      w.edit(NUMBERS, () => w.text(`${folderOf(MODEL, OLDER)}/evaluation.json`).replace('"version": "1.0.0"', '"version": "1.1.0"'));
    },
    found: [at('other_evaluation')],
  },
  {
    offence: 'numbers of another run than was signed',
    title: 'the statement of an earlier evaluation of the same release, played back',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        s.predicate['producedAt'] = '2026-01-01T00:00:00Z';
        const numbers = s.subject.find(({ name }) => name === 'evaluation.json');
        if (numbers !== undefined) numbers.digest.sha256 = 'e'.repeat(64);
      });
    },
    found: [at('other_evaluation')],
  },
  {
    offence: 'other data',
    title: 'measured on other rows than it says',
    change: (w) => {
      resign(w, 'evaluation', (s) => {
        const data = s.subject.find(({ name }) => name === 'evaluation-data');
        if (data !== undefined) data.digest.sha256 = 'e'.repeat(64);
      });
    },
    found: [at('other_data')],
  },
  {
    offence: 'nothing of what is judged',
    title: 'a statement that says it is about this version, and is about another’s files',
    change: (w) => {
      resign(w, 'sbom', (s) => {
        s.subject = w.statement('sbom', 'credit-approval').subject;
      });
    },
    found: [at('other_subject')],
  },
  {
    offence: 'evidence that is too old',
    title: 'genuine evidence of two years ago',
    now: '2028-11-22T00:00:00Z',
    change: (w) => {
      w.ring(listed('training', 1, { validUntil: '2030-01-01T00:00:00Z' }));
    },
    found: [at('evidence_stale')],
  },
  {
    offence: 'numbers below the limits that were merged',
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

test('every offence has a code of its own, however it is committed', () => {
  const codesOf = (offence: string) => new Set(attacks.flatMap((attack) => (attack.offence === offence ? [attack.found[0]] : [])));
  const offences = [...new Set(attacks.map(({ offence }) => offence))];
  const codes = offences.map((offence) => [...codesOf(offence)]);
  expect(codes.filter((own) => own.length !== 1)).toEqual([]);
  expect(new Set(codes.flat()).size).toBe(offences.length);
  expect(offences.length).toBeGreaterThanOrEqual(45);
});

test('every check of signatures is what stops some attack, alone', () => {
  const alone = new Set(attacks.flatMap(({ found }) => (found.length === 1 ? found : [])));
  expect(SIGNATURE_CODES.filter((code) => !alone.has(code))).toEqual([]);
});
