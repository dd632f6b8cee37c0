import path from 'node:path';
import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { keyBytes } from './key-bytes.ts';
import { assertModel } from './release-place.ts';
import { repositoryRoot } from './repository.ts';
import { writeFiles, type NewFile } from './write-files.ts';

/** Whoever signs by hand claims nothing of what trained the model. */
const BY_HAND = 'https://modelgate.dev/builders/by-hand';

/** Signs what is written down of a release. */
export const evidenceSign: Command = {
  name: 'evidence sign',
  summary: "sign a release's evaluation, provenance and bill of materials with an Ed25519 key",
  options: [
    { flags: '--model <id>', kind: 'text', help: 'the model', required: true },
    { flags: '--version <version>', kind: 'text', help: 'the version whose release.yaml and evaluation.json are signed', required: true },
    { flags: '--key <file>', kind: 'text', help: 'private key, PKCS #8 in PEM; its public half is in policies/keys', required: true },
    { flags: '--builder <uri>', kind: 'text', help: `what trained it, for the provenance (default: ${BY_HAND})` },
  ],
  examples: [
    [
      'modelgate evidence sign --model churn --version 1.1.0 --key /run/keys/evidence.pem',
      'three bundles beside release.yaml; the same files and key give the same bytes',
    ],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const [model, version] = [text(given, 'model') ?? '', text(given, 'version') ?? ''];
    const builder = builderOf(text(given, 'builder') ?? BY_HAND);
    const { evaluationPath, readEvaluation, readKeyRing, readRelease, releaseMissing, releasePath, workTree } =
      await import('../evidence/index.ts');
    const { signedBundle, signingKey, statementsOf } = await import('../jobs/signing/index.ts');
    const { statementPath } = await import('../contracts/statement.ts');
    const { sha256 } = await import('../sha256.ts');
    const tree = workTree(root);
    await assertModel(tree, model);
    const release = await readRelease(tree, model, version);
    if (release === null) throw releaseMissing(tree, model, version);
    const evaluation = await readEvaluation(tree, model, version);
    const bytes = async (file: string): Promise<Uint8Array> => (await tree.read(file)) ?? new Uint8Array();
    if (evaluation === null) {
      throw new UserError(
        'evidence.missing',
        `${evaluationPath(model, version)}: absent; expected the evaluation that is to be signed`,
        'Evaluate the release first.',
      );
    }
    const digests = {
      'evaluation.json': sha256(await bytes(evaluationPath(model, version))),
      'release.yaml': sha256(await bytes(releasePath(model, version))),
    };
    const where = `--key ${text(given, 'key') ?? ''}`;
    const key = signingKey(keyBytes(root, path.resolve(io.cwd, text(given, 'key') ?? ''), where), where);
    const known = (await readKeyRing(tree)).get(key.hint);
    if (known === undefined) {
      throw new UserError(
        'key.not_in_ring',
        `${where}: its public half is not in policies/keys; expected a key whose signatures the gate can tell`,
        `Bring publicKey ${key.publicKey} into policies/keys by a pull request of its own.`,
      );
    }
    const files: NewFile[] = [];
    for (const [name, statement] of statementsOf({ release, evaluation, digests }, builder)) {
      const file = statementPath(model, version, name);
      const bundle = signedBundle(statement, key);
      const present = await tree.read(file);
      if (present === null || Buffer.from(present).toString('utf8') !== bundle) files.push([file, bundle]);
    }
    writeFiles(root, files);
    const written = files.map(([file]) => file);
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, model, version, key: known.facts.id, written }, null, 2)}\n`);
    else {
      io.out(`${model}: ${version} signed with ${known.facts.id}\n${written.map((file) => `written  ${file}\n`).join('')}`);
      if (written.length === 0) io.out('nothing changed\n');
    }
    return 0;
  },
};

/** @throws UserError `usage.bad_builder` */
function builderOf(uri: string): string {
  if (/^[a-z][a-z0-9+.-]*:[^\s]{1,180}$/.test(uri)) return uri;
  throw new UserError(
    'usage.bad_builder',
    `--builder is ${JSON.stringify(uri)}; expected a URI that names what trained the model`,
    'Write it like https://ci.example.com/train.',
  );
}
