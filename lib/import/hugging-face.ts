import { UserError } from '../errors.ts';
import { notThisFormat, type Importer } from './importer.ts';
import { get, listOf, Notes, pointer, textOf } from './json.ts';
import { Metrics } from './metrics.ts';

interface Result {
  readonly place: string;
  readonly name: string;
  readonly value: unknown;
}

/** The `model-index` in the front matter of a model card: metrics measured on one data set. */
export const huggingFace: Importer = {
  format: 'hugging-face',
  summary: 'model-index in the front matter of a Hugging Face model card: README.md',
  syntax: 'front-matter',
  take(value, hints, where) {
    const models = listOf(get(value, 'model-index'));
    if (models === null) throw notThisFormat(where, 'hugging-face', 'a model-index in the front matter, as huggingface_hub writes it');
    const notes = new Notes();
    const results: Result[] = models.flatMap((model, at) =>
      (listOf(get(model, 'results')) ?? []).flatMap((result, index) => {
        const [name, place] = [textOf(get(result, 'dataset', 'name')), pointer('model-index', at, 'results', index)];
        if (name === null) notes.note(place, 'no name of the data set');
        return name === null ? [] : [{ place, name, value: result }];
      }),
    );
    const names = [...new Set(results.map(({ name }) => name))];
    const chosen = hints.datasetName ?? (names.length === 1 ? names[0] : undefined);
    if (chosen === undefined || !names.includes(chosen)) {
      throw new UserError(
        'import.dataset',
        `${where}: results on ${names.length === 0 ? 'no data set' : names.map((name) => JSON.stringify(name)).join(', ')}; expected ${chosen === undefined ? 'one' : JSON.stringify(chosen)}`,
        'Choose the held-out data with --dataset-name NAME.',
      );
    }
    const metrics = new Metrics(hints, notes);
    const revisions = new Set<string>();
    for (const { place, name, value: result } of results) {
      if (name !== chosen) {
        notes.note(place, `measured on another data set: ${name}`);
        continue;
      }
      const [revision, split] = [textOf(get(result, 'dataset', 'revision')), textOf(get(result, 'dataset', 'split'))];
      if (split?.startsWith('train') === true || split?.startsWith('val') === true) {
        notes.note(place, `measured on the split ${split}, which is not held out`);
        continue;
      }
      if (revision !== null) revisions.add(revision);
      for (const [index, metric] of (listOf(get(result, 'metrics')) ?? []).entries()) {
        const here = `${place}${pointer('metrics', index)}`;
        const type = textOf(get(metric, 'type'));
        if (type === null) notes.note(here, 'no type');
        else metrics.offer(here, type, get(metric, 'value'));
      }
    }
    const [revision, ...others] = revisions;
    if (others.length > 0) notes.note('/model-index', 'several revisions of the data set: none is taken');
    return {
      evaluation: {
        ...metrics.taken(),
        dataset: { name: chosen, ...(revision !== undefined && others.length === 0 && { version: revision }) },
      },
      unmapped: notes.list,
    };
  },
};
