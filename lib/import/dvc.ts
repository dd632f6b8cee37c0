import { notThisFormat, type Hints, type Imported, type Importer } from './importer.ts';
import { get, listOf, Notes, objectOf, pointer, textOf, type Json } from './json.ts';
import { Metrics } from './metrics.ts';

/** Metrics files nest; `dvc metrics show --json` puts them under revision and path. `''` and `workspace` are the work tree. */
function offerAll(value: Json, path: readonly string[], place: string, metrics: Metrics): void {
  for (const [key, inner] of Object.entries(value)) {
    const object = objectOf(inner);
    if (object === null) metrics.offer(`${place}${pointer(key)}`, [...path, key].join('/'), inner);
    else offerAll(object, [...path, key], `${place}${pointer(key)}`, metrics);
  }
}

function shownFiles(value: Json, notes: Notes): readonly (readonly [place: string, file: Json])[] | null {
  const revisions = Object.entries(value);
  if (revisions.length === 0 || revisions.some(([, revision]) => objectOf(get(revision, 'data')) === null)) return null;
  return revisions.flatMap(([name, revision]) => {
    if (name !== '' && name !== 'workspace') {
      notes.note(pointer(name), 'another revision than the work tree');
      return [];
    }
    return Object.entries(objectOf(get(revision, 'data')) ?? {}).flatMap(([path, file]) => {
      const place = pointer(name, 'data', path, 'data');
      const data = objectOf(get(file, 'data'));
      if (data === null) notes.note(place, 'no metrics by name');
      return data === null ? [] : [[place, data] as const];
    });
  });
}

function metricsOf(value: Json, hints: Hints): Imported {
  const notes = new Notes();
  const metrics = new Metrics(hints, notes);
  for (const [place, file] of shownFiles(value, notes) ?? [['', value] as const]) offerAll(file, [], place, metrics);
  return { evaluation: metrics.taken(), unmapped: notes.list };
}

/** Only the dependency that is the held-out data says something about an evaluation: its name and its md5, as a version. */
function lockOf(stages: Json, chosen: string | undefined): Imported {
  const notes = new Notes();
  const versions = new Map<string, string>();
  for (const [stage, value] of Object.entries(stages)) {
    for (const [index, dependency] of (listOf(get(value, 'deps')) ?? []).entries()) {
      const place = pointer('stages', stage, 'deps', index);
      const [path, md5] = [textOf(get(dependency, 'path')), textOf(get(dependency, 'md5'))];
      if (path === null || md5 === null) notes.note(place, 'a dependency without path or md5');
      else if (path !== chosen) notes.note(place, `if this is the held-out data, say so with --dataset-name ${path}`);
      else {
        versions.set(md5, path);
        notes.note(`${place}/md5`, 'a version, no sha256: give that with --dataset-sha256');
      }
    }
    if (listOf(get(value, 'outs')) !== null)
      notes.note(pointer('stages', stage, 'outs'), 'md5 of outputs; an evaluation pins the model by sha256');
  }
  const [only, ...others] = versions;
  if (others.length > 0) notes.note('/stages', `${chosen ?? ''} has several md5: none is taken`);
  return {
    evaluation: only === undefined || others.length > 0 ? {} : { dataset: { name: only[1], version: `md5:${only[0]}` } },
    unmapped: notes.list,
  };
}

/** A metrics file (DVCLive's `metrics.json`, or YAML), `dvc metrics show --json`, or `dvc.lock`. */
export const dvc: Importer = {
  format: 'dvc',
  summary: 'DVC and DVCLive: a metrics file, `dvc metrics show --json`, or dvc.lock',
  syntax: 'yaml',
  take(value, hints, where) {
    const document = objectOf(value);
    if (document === null || Object.keys(document).length === 0) throw notThisFormat(where, 'dvc', 'metrics by name, or dvc.lock');
    const stages = objectOf(document['stages']);
    return stages !== null && textOf(document['schema']) !== null ? lockOf(stages, hints.datasetName) : metricsOf(document, hints);
  },
};
