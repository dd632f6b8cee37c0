// Signs every release of a fleet with a key that is made for it and kept nowhere. In one process: as many starts of `evidence sign` would
// take longer than all that is measured.
import { generateKeyPairSync } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PREDICATE_TYPES, statementPath } from '../lib/contracts/statement.ts';
import { evaluationPath, readEvaluation, readModelFacts, releasePath, workTree } from '../lib/evidence/index.ts';
import { signedBundle, signingKey, statementsOf } from '../lib/jobs/signing/index.ts';
import { sha256 } from '../lib/sha256.ts';
import { findModels } from '../lib/synth/index.ts';

const [root = ''] = process.argv.slice(2);
const YEAR_MS = 365 * 24 * 3600 * 1000;
const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
const key = signingKey(Buffer.from(pem), 'the key of the bench');
const at = (time: number): string => `'${new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')}'`;
rmSync(path.join(root, 'policies/keys/examples.yaml'), { force: true });
writeFileSync(
  path.join(root, 'policies/keys/bench.yaml'),
  `schemaVersion: modelgate.dev/keys/v1
keys:
  - id: bench
    owner: bench
    publicKey: ${key.publicKey}
    validFrom: ${at(Date.now() - YEAR_MS / 365)}
    validUntil: ${at(Date.now() + YEAR_MS)}
    scope:
      models: ['*']
      predicates: [${Object.values(PREDICATE_TYPES).join(', ')}]
`,
);

const tree = workTree(root);
const digest = async (file: string): Promise<string> => sha256((await tree.read(file)) ?? new Uint8Array());
for (const model of findModels(root)) {
  const { versions } = await readModelFacts(tree, model);
  for (const [version, release] of Object.entries(versions)) {
    const evaluation = await readEvaluation(tree, model, version);
    if (evaluation === null) throw new Error(`${model} ${version} has no evaluation`);
    const digests = {
      'evaluation.json': await digest(evaluationPath(model, version)),
      'release.yaml': await digest(releasePath(model, version)),
    };
    for (const [name, statement] of statementsOf({ release, evaluation, digests }, 'https://modelgate.dev/bench')) {
      writeFileSync(path.join(root, statementPath(model, version, name)), signedBundle(statement, key));
    }
  }
}
