import { sum } from './sum.ts';

/** Rows by true class (row) and predicted class (column), both in the order of the labels, as scikit-learn's `confusion_matrix`. */
export type ConfusionMatrix = readonly (readonly number[])[];

const truthOf = (matrix: ConfusionMatrix, label: number): number => sum(matrix[label] ?? []);
const predictedOf = (matrix: ConfusionMatrix, label: number): number => sum(matrix.map((row) => row[label] ?? 0));
const hitsOf = (matrix: ConfusionMatrix, label: number): number => matrix[label]?.[label] ?? 0;
/** A class that was never predicted, or has no rows, counts as 0: scikit-learn's `zero_division=0`. */
const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/**
 * Scores of a multiclass classifier by scikit-learn's names, 0 to 1 (`matthews_corrcoef`: -1 to 1). Macro: mean over all labels; weighted: by
 * true rows. Micro precision, recall and F1 are accuracy where every row has one label. `balanced_accuracy`: mean recall of the
 * labels that have rows. `matthews_corrcoef`: Gorodkin's R_K (2004).
 * @returns null when there are no rows
 */
export function multiclassScores(matrix: ConfusionMatrix): Readonly<Record<string, number>> | null {
  const labels = matrix.map((_, label) => label);
  const rows = sum(matrix.flat());
  if (!(rows > 0)) return null;
  const truths = labels.map((label) => truthOf(matrix, label));
  const predictions = labels.map((label) => predictedOf(matrix, label));
  const hits = labels.map((label) => hitsOf(matrix, label));
  const correct = sum(hits);
  const each = labels.map((label) => {
    const [hit = 0, truth = 0, predicted = 0] = [hits[label], truths[label], predictions[label]];
    return { precision: share(hit, predicted), recall: share(hit, truth), f1: share(2 * hit, truth + predicted), truth };
  });
  const present = each.filter(({ truth }) => truth > 0);
  const averages = (['precision', 'recall', 'f1'] as const).flatMap((name) => [
    [`${name}_macro`, sum(each.map((one) => one[name])) / labels.length],
    [`${name}_micro`, correct / rows],
    [`${name}_weighted`, sum(each.map((one) => one[name] * one.truth)) / rows],
  ]);
  const products = sum(labels.map((label) => (truths[label] ?? 0) * (predictions[label] ?? 0)));
  const spread = (counts: readonly number[]): number => rows * rows - sum(counts.map((count) => count * count));
  const below = Math.sqrt(spread(predictions)) * Math.sqrt(spread(truths));
  return {
    accuracy: correct / rows,
    balanced_accuracy: sum(present.map(({ recall }) => recall)) / present.length,
    matthews_corrcoef: below > 0 ? (correct * rows - products) / below : 0,
    ...(Object.fromEntries(averages) as Record<string, number>),
  };
}
