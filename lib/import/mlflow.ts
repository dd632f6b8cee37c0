import type { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { UserError } from '../errors.ts';
import { notThisFormat, type Importer } from './importer.ts';
import { countOf, get, listOf, Notes, objectOf, pointer, textOf, type Json } from './json.ts';
import { Metrics } from './metrics.ts';
import { timestampOf } from './timestamp.ts';

/** Contexts of `mlflow.log_input` whose data the metrics were measured on. */
const HELD_OUT = new Set(['evaluation', 'eval', 'testing', 'test', 'holdout', 'held-out']);

/** Key and value pairs: the REST API writes lists of them, the Python client and the command line an object. */
function pairs(value: unknown): readonly (readonly [key: string, value: unknown, place: string])[] {
  const listed = listOf(value);
  if (listed !== null) {
    return listed.flatMap((entry, index) => {
      const key = textOf(get(entry, 'key'));
      return key === null ? [] : [[key, get(entry, 'value'), String(index)] as const];
    });
  }
  return Object.entries(objectOf(value) ?? {}).map(([key, inner]) => [key, inner, key] as const);
}

function profileRows(dataset: unknown): number | null {
  const profile = textOf(get(dataset, 'profile'));
  if (profile === null) return null;
  try {
    return countOf(get(JSON.parse(profile), 'num_rows'));
  } catch {
    return null;
  }
}

function datasetOf(run: Json, chosen: string | undefined, notes: Notes): NonNullable<PartialEvaluation['dataset']> {
  const inputs = listOf(get(run, 'inputs', 'dataset_inputs')) ?? [];
  const place = (index: number): string => pointer('inputs', 'dataset_inputs', index);
  const candidates = inputs.flatMap((input, index) => {
    const name = textOf(get(input, 'dataset', 'name'));
    const context = pairs(get(input, 'tags')).find(([key]) => key === 'mlflow.data.context')?.[1];
    const heldOut = typeof context === 'string' && HELD_OUT.has(context);
    if (name !== null && (chosen === undefined ? heldOut : name === chosen))
      return [{ name, rows: profileRows(get(input, 'dataset')), index }];
    notes.note(place(index), `another data set than the one that was evaluated (its context is ${JSON.stringify(context ?? null)})`);
    return [];
  });
  const [only, ...others] = candidates;
  if (only === undefined) return {};
  if (others.length > 0) {
    for (const { index, name } of candidates) notes.note(place(index), `one of several data sets; choose with --dataset-name ${name}`);
    return {};
  }
  notes.note(`${place(only.index)}/dataset/digest`, "MLflow's digest is no sha256 of the data");
  return { name: only.name, ...(only.rows !== null && only.rows > 0 && { rows: only.rows }) };
}

/** A run, from `mlflow runs describe`, `Run.to_dictionary()` or the REST API's `runs/get`. */
export const mlflow: Importer = {
  format: 'mlflow',
  summary: 'a run of MLflow: `mlflow runs describe --run-id ID`, or runs:/ID of a live server',
  syntax: 'json',
  take(value, hints, where) {
    const run = objectOf(get(value, 'run') ?? value);
    const info = objectOf(get(run, 'info'));
    if (run === null || info === null || objectOf(get(run, 'data')) === null) {
      throw notThisFormat(where, 'mlflow', 'info and data of one run, as `mlflow runs describe --run-id ID` prints them');
    }
    const status = get(info, 'status');
    if (status !== 'FINISHED') {
      throw new UserError(
        'import.run_not_finished',
        `${where}: the run's status is ${JSON.stringify(status ?? null)}; expected "FINISHED"`,
        'Import a run that came to its end.',
      );
    }
    const notes = new Notes();
    const metrics = new Metrics(hints, notes);
    let rows: number | null = null;
    for (const [name, seen, step] of pairs(get(run, 'data', 'metrics'))) {
      const place = pointer('data', 'metrics', step);
      if (name === 'example_count' && !hints.metrics.has(name)) {
        rows = countOf(seen);
        if (rows === null || rows === 0) notes.note(place, 'not a whole number of rows');
      } else metrics.offer(place, name, seen);
    }
    for (const part of ['params', 'tags']) {
      const found = pairs(get(run, 'data', part)).length;
      if (found > 0) notes.note(pointer('data', part), `${String(found)} ${part} say how it was trained, not how well it does`);
    }
    const producedAt = timestampOf(get(info, 'end_time'), 'milliseconds');
    if (producedAt === null) notes.note('/info/end_time', 'not a time in milliseconds since 1970');
    const known = datasetOf(run, hints.datasetName, notes);
    const agreed = rows === null || known.rows === undefined || rows === known.rows;
    if (!agreed)
      notes.note('/data/metrics', `example_count is ${String(rows)}, and the data set has ${String(known.rows)} rows: neither is taken`);
    const { rows: profiled, ...named } = known;
    const counted = agreed ? (rows ?? profiled ?? 0) : 0;
    const dataset = { ...named, ...(counted > 0 && { rows: counted }) };
    return {
      evaluation: {
        ...metrics.taken(),
        ...(producedAt !== null && { producedAt }),
        ...(Object.keys(dataset).length > 0 && { dataset }),
      },
      unmapped: notes.list,
    };
  },
};
