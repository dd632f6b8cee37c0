import type { Task } from '../contracts/common.ts';
import { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { parse } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';

/** What a person says about a source that the source does not say itself. */
export interface Hints {
  readonly task: Task;
  /** Name of the class that counts as positive, as the source writes it; undefined: `1`. */
  readonly positiveClass?: string;
  /** Reference (privileged) group by attribute: fairness is signed, and has no sign without it. */
  readonly references: ReadonlyMap<string, string>;
  /** Our metric name by the source's own, where the names do not say it. */
  readonly metrics: ReadonlyMap<string, string>;
  /** Chooses among the data sets that a source speaks of. */
  readonly datasetName?: string;
  /** JSON pointer into the evaluation by JSON pointer into the source; for `json` only. */
  readonly map: ReadonlyMap<string, string>;
}

/** Something that the source holds and the evaluation will not, with the reason. */
export interface Unmapped {
  /** JSON pointer into the source. */
  readonly place: string;
  readonly reason: string;
}

export interface Imported {
  readonly evaluation: PartialEvaluation;
  readonly unmapped: readonly Unmapped[];
}

/** One format of evidence. Pure: it never reads, never asks and never invents. */
export interface Importer {
  /** What `--from FORMAT=FILE` calls it. */
  readonly format: string;
  /** What it reads, for `--help`. */
  readonly summary: string;
  /** How the bytes are read before `take` sees them. `front-matter` is the YAML block that starts a Markdown file. */
  readonly syntax: 'json' | 'yaml' | 'front-matter';
  /**
   * @param value the document; numbers may be NaN or infinite
   * @throws UserError `import.*` when it is no document of this format, or a hint is missing
   */
  readonly take: (value: unknown, hints: Hints, where: string) => Imported;
}

/**
 * Runs one importer and holds its answer against the schema.
 * @throws UserError `import.*`; UserErrors `schema.invalid` when a value does not fit the evaluation
 */
export function importFrom(importer: Importer, value: unknown, hints: Hints, where: string): Imported {
  const { evaluation, unmapped } = importer.take(value, hints, where);
  return { evaluation: parse(PartialEvaluation, evaluation, where), unmapped };
}

/** A document that is not what `--from` says it is. @param expected how to recognise one, and what writes it */
export function notThisFormat(where: string, format: string, expected: string): UserError {
  return new UserError(
    'import.not_this_format',
    `${where}: not a document of the format ${format}; expected ${expected}`,
    'Name the format that wrote the file, or write it as docs/importers.md shows.',
  );
}
