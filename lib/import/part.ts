import { notThisFormat, type Importer } from './importer.ts';
import { objectOf } from './json.ts';

/** Any part of an evaluation in its own format: what a team measures itself, such as latency. */
export const part: Importer = {
  format: 'evaluation',
  summary: 'a part of evaluation.json, in its own format',
  syntax: 'json',
  take(value, _hints, where) {
    const object = objectOf(value);
    if (object === null) throw notThisFormat(where, 'evaluation', 'an object with fields of evaluation.json');
    // `importFrom` holds it against the schema.
    return { evaluation: object, unmapped: [] };
  },
};
