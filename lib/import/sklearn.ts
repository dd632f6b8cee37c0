import type { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { UserError } from '../errors.ts';
import { countsBehind } from './counts.ts';
import { notThisFormat, type Hints, type Importer } from './importer.ts';
import { get, measured, Notes, objectOf, pointer } from './json.ts';
import { Metrics } from './metrics.ts';

const AVERAGES = ['micro avg', 'macro avg', 'weighted avg', 'samples avg'];
const FIELDS = ['precision', 'recall', 'f1-score', 'support'];
const NAMES = { precision: 'precision', recall: 'recall', 'f1-score': 'f1' } as const;

/** A number of the report, NaN where it has none. */
function at(report: unknown, row: string, field: string): number {
  const value = measured(get(report, row, field));
  return typeof value === 'number' ? value : Number.NaN;
}

function positiveOf(classes: readonly string[], hints: Hints, where: string): string {
  const asked = hints.positiveClass;
  const found =
    classes.find((name) => name === (asked ?? '1')) ?? (asked === undefined ? classes.find((name) => name === '1.0') : undefined);
  if (classes.length === 2 && found !== undefined) return found;
  const seen = classes.map((name) => JSON.stringify(name)).join(', ');
  if (classes.length !== 2) {
    throw new UserError(
      'import.wrong_task',
      `${where}: classes ${seen}; expected two for the task binary-classification`,
      'Give the task that the model has with --task.',
    );
  }
  throw new UserError(
    'import.positive_class',
    `${where}: classes ${seen}, positive is ${asked === undefined ? 'not given' : JSON.stringify(asked)}; expected one of the two`,
    'Name the positive class as the report writes it with --positive-class.',
  );
}

function binary(report: unknown, classes: readonly string[], hints: Hints, where: string, notes: Notes): PartialEvaluation {
  const positive = positiveOf(classes, hints, where);
  const negative = classes.find((name) => name !== positive) ?? '';
  const metrics = new Metrics(hints, notes);
  for (const [field, name] of Object.entries(NAMES)) metrics.put(pointer(positive, field), name, get(report, positive, field));
  metrics.put(pointer(negative, 'recall'), 'specificity', get(report, negative, 'recall'));
  metrics.put(pointer('macro avg', 'recall'), 'balanced_accuracy', get(report, 'macro avg', 'recall'));
  if (get(report, 'accuracy') !== undefined) metrics.put('/accuracy', 'accuracy', get(report, 'accuracy'));
  notes.note(pointer(negative), 'precision and f1 of the negative class are no metrics of a binary classifier');
  notes.note(pointer('weighted avg'), 'averages over both classes are no metrics of a binary classifier');
  const confusion = countsBehind(at(report, positive, 'support'), at(report, negative, 'support'), {
    recall: at(report, positive, 'recall'),
    specificity: at(report, negative, 'recall'),
    precision: at(report, positive, 'precision'),
  });
  // Without accuracy the report is about some of the classes only: then rows of other classes may have been predicted as these.
  if (confusion !== null && get(report, 'accuracy') !== undefined) return { ...metrics.taken(), confusion };
  notes.note('', 'no whole counts give these rates again (weighted or rounded), or classes are left out: no confusion counts');
  return metrics.taken();
}

function multiclass(report: unknown, classes: readonly string[], hints: Hints, notes: Notes): PartialEvaluation {
  const metrics = new Metrics(hints, notes);
  if (get(report, 'accuracy') !== undefined) metrics.put('/accuracy', 'accuracy', get(report, 'accuracy'));
  for (const average of ['micro', 'macro', 'weighted']) {
    const row = `${average} avg`;
    if (get(report, row) === undefined) continue;
    for (const [field, name] of Object.entries(NAMES)) metrics.put(pointer(row, field), `${name}_${average}`, get(report, row, field));
  }
  // Macro recall is balanced accuracy where every class has rows.
  if (get(report, 'accuracy') !== undefined && classes.every((name) => at(report, name, 'support') > 0))
    metrics.put(pointer('macro avg', 'recall'), 'balanced_accuracy', get(report, 'macro avg', 'recall'));
  for (const name of classes) notes.note(pointer(name), 'one class of several has no place in an evaluation; its averages have');
  return metrics.taken();
}

/** `classification_report(..., output_dict=True)`: metrics, and the counts where whole ones give the rates again. */
export const sklearn: Importer = {
  format: 'sklearn',
  summary: "scikit-learn's classification_report(..., output_dict=True)",
  syntax: 'json',
  take(value, hints, where) {
    const report = objectOf(value);
    const classes = Object.keys(report ?? {}).filter((name) => name !== 'accuracy' && !AVERAGES.includes(name));
    const rows = [...classes, 'macro avg', 'weighted avg'];
    if (classes.length < 2 || !rows.every((row) => FIELDS.every((field) => get(report, row, field) !== undefined))) {
      throw notThisFormat(
        where,
        'sklearn',
        'classes, "macro avg" and "weighted avg" with precision, recall, f1-score and support, as classification_report(..., output_dict=True) gives',
      );
    }
    const notes = new Notes();
    if (hints.task !== 'binary-classification' && hints.task !== 'multiclass-classification') {
      throw new UserError(
        'import.wrong_task',
        `${where}: a classification report for the task ${hints.task}; expected a classifier`,
        'Give the task that the model has with --task.',
      );
    }
    const evaluation =
      hints.task === 'binary-classification' ? binary(report, classes, hints, where, notes) : multiclass(report, classes, hints, notes);
    const support = classes.reduce((sum, name) => sum + at(report, name, 'support'), 0);
    const counted = Number.isInteger(support) && support >= 1 && get(report, 'accuracy') !== undefined;
    if (!counted) notes.note('/macro avg/support', 'not the number of all rows: weighted, or of some of the classes');
    return { evaluation: { ...evaluation, ...(counted && { dataset: { rows: support } }) }, unmapped: notes.list };
  },
};
