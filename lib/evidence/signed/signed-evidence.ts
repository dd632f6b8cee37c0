import type { SignedEvidence, SignedStatement } from '../../contracts/signed-evidence.ts';
import { STATEMENT_NAMES, statementPath, type StatementName } from '../../contracts/statement.ts';
import { sha256 } from '../../sha256.ts';
import { evaluationPath } from '../evaluation.ts';
import type { KeyRing } from '../key-ring.ts';
import { releasePath } from '../release.ts';
import { placeIn, type Tree } from '../tree.ts';
import { readBundle, type Envelope } from './bundle.ts';
import { flawOf } from './flaw.ts';
import type { Rings } from './rings.ts';
import { readStatement } from './statement.ts';
import { isSignedWith } from './verify.ts';

/** What the facts of a bundle are told with, beside the ring that judges. */
export interface Surroundings {
  /** The head's own ring. @default empty */
  readonly proposed?: KeyRing | undefined;
  /** Payloads of the release's other bundles, to tell whose signature a bundle bears. @default none */
  readonly others?: () => readonly Uint8Array[];
}

/**
 * What one bundle proves, as facts: by which key of the ring it names, whether its signature is good and, only then, what it says.
 * @throws UserError or UserErrors of `readBundle` and `readStatement`: a file that nobody could have written is no evidence, good or bad
 */
export function verifyStatement(bytes: Uint8Array, ring: KeyRing, where: string, around: Surroundings = {}): SignedStatement {
  return factsOf(readBundle(bytes, where), ring, where, around);
}

function factsOf(envelope: Envelope, ring: KeyRing, where: string, { proposed, others }: Surroundings): SignedStatement {
  const { hint } = envelope;
  const keyProposed = proposed?.has(hint) ?? false;
  const key = ring.get(hint);
  if (key === undefined) return { hint, key: null, keyProposed, signatureVerified: false, signatureFlaw: null, statement: null };
  const { payload } = envelope.bundle.content.dsseEnvelope;
  const signatureVerified = isSignedWith(envelope, key.publicKey);
  return {
    hint,
    key: key.facts,
    keyProposed,
    signatureVerified,
    signatureFlaw: signatureVerified ? null : flawOf(envelope, key, ring, others?.() ?? []),
    statement: signatureVerified ? readStatement(payload, where) : null,
  };
}

/**
 * What is signed of one version.
 * @throws UserError or UserErrors of `verifyStatement`
 */
export async function readSignedEvidence(
  tree: Tree,
  { judging, proposed }: Rings,
  model: string,
  version: string,
): Promise<SignedEvidence> {
  const digest = async (path: string): Promise<string | null> => {
    const bytes = await tree.read(path);
    return bytes === null ? null : sha256(bytes);
  };
  const envelopes = new Map<StatementName, Envelope>();
  for (const name of STATEMENT_NAMES) {
    const path = statementPath(model, version, name);
    const bytes = await tree.read(path);
    if (bytes !== null) envelopes.set(name, readBundle(bytes, placeIn(tree, path)));
  }
  const statement = (name: StatementName): SignedStatement | null => {
    const envelope = envelopes.get(name);
    if (envelope === undefined) return null;
    const others = () => [...envelopes.values()].filter((one) => one !== envelope).map(({ bundle }) => bundle.content.dsseEnvelope.payload);
    return factsOf(envelope, judging, placeIn(tree, statementPath(model, version, name)), { proposed, others });
  };
  return {
    ringKeys: judging.size,
    files: {
      'evaluation.json': await digest(evaluationPath(model, version)),
      'release.yaml': await digest(releasePath(model, version)),
    },
    statements: { evaluation: statement('evaluation'), provenance: statement('provenance'), sbom: statement('sbom') },
  };
}
