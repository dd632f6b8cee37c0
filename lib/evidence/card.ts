import { ModelCard } from '../contracts/model-card.ts';
import { assertSubject, readDocument } from './document.ts';
import { instantOfDay } from './instant.ts';
import { placeIn, type Tree } from './tree.ts';

export function cardPath(model: string): string {
  return `models/${model}/card.yaml`;
}

/**
 * The model card; null when the file is absent, so that a policy can deny it.
 * @throws UserError `evidence.wrong_subject`, `time.invalid`; what `readDocument` throws
 */
export async function readCard(tree: Tree, model: string): Promise<ModelCard | null> {
  const path = cardPath(model);
  const card = await readDocument(tree, path, ModelCard);
  if (card === null) return null;
  const where = placeIn(tree, path);
  assertSubject(where, 'model', card.model, model);
  instantOfDay(card.reviewed.on, `${where}: reviewed.on`);
  return card;
}
