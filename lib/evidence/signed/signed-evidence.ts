import type { SignedEvidence, SignedStatement } from '../../contracts/signed-evidence.ts';
import { statementPath, type StatementName } from '../../contracts/statement.ts';
import { sha256 } from '../../sha256.ts';
import { evaluationPath } from '../evaluation.ts';
import type { KeyRing } from '../key-ring.ts';
import { releasePath } from '../release.ts';
import { placeIn, type Tree } from '../tree.ts';
import { readBundle } from './bundle.ts';
import { readStatement } from './statement.ts';
import { isSignedWith } from './verify.ts';

/**
 * What one bundle proves, as facts: by which key of the ring it names, whether its signature is good and, only then, what it says.
 * @throws UserError or UserErrors of `readBundle` and `readStatement`: a file that nobody could have written is no evidence, good or bad
 */
export function verifyStatement(bytes: Uint8Array, ring: KeyRing, where: string): SignedStatement {
  const envelope = readBundle(bytes, where);
  const { hint } = envelope;
  const key = ring.get(hint);
  if (key === undefined) return { hint, key: null, signatureVerified: false, statement: null };
  const signatureVerified = isSignedWith(envelope, key.publicKey);
  const { payload } = envelope.bundle.content.dsseEnvelope;
  return { hint, key: key.facts, signatureVerified, statement: signatureVerified ? readStatement(payload, where) : null };
}

/**
 * What is signed of one version.
 * @throws UserError or UserErrors of `verifyStatement`
 */
export async function readSignedEvidence(tree: Tree, ring: KeyRing, model: string, version: string): Promise<SignedEvidence> {
  const digest = async (path: string): Promise<string | null> => {
    const bytes = await tree.read(path);
    return bytes === null ? null : sha256(bytes);
  };
  const statement = async (name: StatementName): Promise<SignedStatement | null> => {
    const path = statementPath(model, version, name);
    const bytes = await tree.read(path);
    return bytes === null ? null : verifyStatement(bytes, ring, placeIn(tree, path));
  };
  return {
    files: {
      'evaluation.json': await digest(evaluationPath(model, version)),
      'release.yaml': await digest(releasePath(model, version)),
    },
    statements: { evaluation: await statement('evaluation'), provenance: await statement('provenance'), sbom: await statement('sbom') },
  };
}
