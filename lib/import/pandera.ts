import { notThisFormat, type Importer } from './importer.ts';
import { get, listOf, Notes, objectOf, textOf } from './json.ts';

/** Every failure of a lazy validation: lists of them by kind, by part (`SCHEMA`, `DATA`). null when one is of another shape. */
function failuresOf(errors: unknown): readonly unknown[] | null {
  if (errors === null) return [];
  const kinds = Object.values(objectOf(errors) ?? { errors }).map(objectOf);
  if (kinds.includes(null)) return null;
  const lists = kinds.flatMap((kind) => Object.values(kind ?? {}).map(listOf));
  return lists.includes(null) ? null : lists.flatMap((list) => list ?? []);
}

/**
 * One suite a schema: each of its columns is a check, and the table as a whole another. pandera lists what failed and never how many checks it
 * made, and a column whose type is wrong is not looked at further: a column is what it surely looked at.
 */
export const pandera: Importer = {
  format: 'pandera',
  summary: 'a schema of pandera and what failed: {"schema": schema.to_json(), "errors": SchemaErrors.message or null}',
  syntax: 'json',
  take(value, _hints, where) {
    const written = get(value, 'schema');
    const schema = typeof written === 'string' ? parsed(written) : written;
    const columns = objectOf(get(schema, 'columns'));
    const errors = get(value, 'errors');
    const failures = errors === undefined ? null : failuresOf(errors);
    if (columns === null || failures === null) {
      throw notThisFormat(
        where,
        'pandera',
        'schema (what schema.to_json() gives) and errors (SchemaErrors.message, or null when all held)',
      );
    }
    const notes = new Notes();
    const names = new Set(Object.keys(columns));
    const failed = new Set<string>();
    for (const failure of failures) {
      const column = textOf(get(failure, 'column'));
      failed.add(column !== null && names.has(column) ? `column ${column}` : 'table');
    }
    const name = textOf(get(schema, 'name')) ?? 'pandera';
    return {
      evaluation: { suites: [{ name, passed: names.size + 1 - failed.size, failed: failed.size }] },
      unmapped: notes.list,
    };
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
