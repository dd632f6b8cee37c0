import { Evaluation } from '../contracts/evaluation.ts';
import { assertSubject, readDocument } from './document.ts';
import { instantOf } from './instant.ts';
import { placeIn, type Tree } from './tree.ts';

export function evaluationPath(model: string, version: string): string {
  return `models/${model}/versions/${version}/evaluation.json`;
}

/**
 * Measured evidence of one version; null when the file is absent, so that a policy can deny it.
 * @throws UserError `evidence.wrong_subject`, `time.invalid`; what `readDocument` throws
 */
export async function readEvaluation(tree: Tree, model: string, version: string): Promise<Evaluation | null> {
  const path = evaluationPath(model, version);
  const evaluation = await readDocument(tree, path, Evaluation);
  if (evaluation === null) return null;
  const where = placeIn(tree, path);
  assertSubject(where, 'model', evaluation.model, model);
  assertSubject(where, 'version', evaluation.version, version);
  instantOf(evaluation.producedAt, `${where}: producedAt`);
  return evaluation;
}
