import { UserErrors, type UserError } from '../errors.ts';
import type { Filter, Sink, Written } from '../synth/index.ts';
import { optimizeLate } from './late-optimizing.ts';

/** How much was rendered. */
export interface Rendered {
  readonly files: number;
  /** Models of the repository, whatever the filter. */
  readonly models: number;
}

/**
 * Renders declarations into a sink.
 * @param cache whether what did not change since the last run may be taken from there
 * @throws UserErrors of everything that is wrong with what the filter takes in
 */
export async function render(root: string, filter: Filter, sink: Sink, cache: boolean): Promise<Rendered> {
  optimizeLate();
  const { findModels, synthesize } = await import('../synth/index.ts');
  const { readModelFacts, readThresholds, workTree } = await import('../evidence/index.ts');
  const tree = workTree(root);
  const mistakes: UserError[] = [];
  const models = findModels(root, (found) => mistakes.push(...found));
  const thresholds = await readThresholds(tree);
  const facts = (id: string) => readModelFacts(tree, id);
  const { files, errors } = await synthesize({ root, models, facts, thresholds, filter, sink, cache });
  mistakes.push(...errors);
  if (mistakes.length > 0) throw new UserErrors(mistakes);
  return { files, models: models.length };
}

/**
 * Writes what the filter takes in into `synth/`: all of it or nothing.
 * @throws UserErrors as `render` does; UserError `synth.cannot_write`
 */
export async function renderToDisk(root: string, filter: Filter): Promise<Rendered & { readonly written: Written }> {
  const { recover, Writer } = await import('../synth/index.ts');
  recover(root);
  const writer = new Writer(root, filter);
  let rendered;
  try {
    rendered = await render(root, filter, writer, true);
  } catch (thrown) {
    writer.drop();
    throw thrown;
  }
  return { ...rendered, written: writer.finish() };
}
