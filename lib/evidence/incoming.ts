import { Evaluation } from '../contracts/evaluation.ts';
import { Release } from '../contracts/release.ts';
import { STATEMENT_NAMES, type StatementName } from '../contracts/statement.ts';
import { UserError } from '../errors.ts';
import { assertSubject, readDocument } from './document.ts';
import { assertModelId } from './models.ts';
import { readBundle } from './signed/bundle.ts';
import type { Tree } from './tree.ts';

/** A release that a pipeline made, before it has its folder. */
export interface Incoming {
  readonly release: Release;
  readonly evaluation: Evaluation;
  /** The two files, byte for byte. */
  readonly bytes: { readonly release: Uint8Array; readonly evaluation: Uint8Array };
  /** Signed statements that lie beside them, byte for byte: read, not verified. */
  readonly statements: readonly (readonly [name: StatementName, bytes: Uint8Array])[];
}

async function required<T>(tree: Tree, path: string, read: Promise<T | null>): Promise<readonly [T, Uint8Array]> {
  const [value, bytes] = [await read, await tree.read(path)];
  if (value !== null && bytes !== null) return [value, bytes];
  throw new UserError(
    'release.incomplete',
    `${path}: absent from the folder that --from names; expected release.yaml and evaluation.json there`,
    'Let the pipeline write both, or name its output folder.',
  );
}

/**
 * A release with its evidence from a folder of a pipeline's outputs.
 * @param tree the folder: it holds `release.yaml` and `evaluation.json`, and the bundles where it was signed there
 * @throws UserError `release.incomplete`, `evidence.wrong_subject`, `model.bad_id`; what `readDocument` and `readBundle` throw
 */
export async function readIncoming(tree: Tree): Promise<Incoming> {
  const [release, releaseBytes] = await required(tree, 'release.yaml', readDocument(tree, 'release.yaml', Release));
  const [evaluation, evaluationBytes] = await required(tree, 'evaluation.json', readDocument(tree, 'evaluation.json', Evaluation));
  assertModelId(release.model);
  assertSubject('evaluation.json', 'model', evaluation.model, release.model);
  assertSubject('evaluation.json', 'version', evaluation.version, release.version);
  const statements: [StatementName, Uint8Array][] = [];
  for (const name of STATEMENT_NAMES) {
    const file = `${name}.sigstore.json`;
    const bytes = await tree.read(file);
    if (bytes === null) continue;
    readBundle(bytes, file);
    statements.push([name, bytes]);
  }
  return { release, evaluation, bytes: { release: releaseBytes, evaluation: evaluationBytes }, statements };
}
