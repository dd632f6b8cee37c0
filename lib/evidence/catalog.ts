import { ModelSpec } from '../contracts/model-spec.ts';
import { UserError } from '../errors.ts';
import { assertSubject, readDocument } from './document.ts';
import { placeIn, type Tree } from './tree.ts';

export function catalogPath(model: string): string {
  return `synth/catalog/${model}.json`;
}

/**
 * The resolved declaration of a model, as synthesis wrote it.
 * @throws UserError `catalog.missing`, `evidence.wrong_subject`; what `readDocument` throws
 */
export async function readCatalog(tree: Tree, model: string): Promise<ModelSpec> {
  const path = catalogPath(model);
  const where = placeIn(tree, path);
  const spec = await readDocument(tree, path, ModelSpec);
  if (spec === null) throw catalogMissing(where, model);
  assertSubject(where, 'id', spec.id, model);
  return spec;
}

export function catalogMissing(where: string, model: string): UserError {
  return new UserError(
    'catalog.missing',
    `${where}: absent; expected the resolved declaration of models/${model}/`,
    'Run `npx modelgate synth` and commit what it writes.',
  );
}
