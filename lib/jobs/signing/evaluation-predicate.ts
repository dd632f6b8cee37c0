import type { Signed } from './subjects.ts';

/**
 * The numbers in short, for whoever reads the statement alone: every metric, on how many rows, and how many of each group. The whole evaluation
 * is a subject of the statement, by digest.
 */
export function evaluationPredicate({ evaluation }: Signed): object {
  const { model, version, task, producedAt, producer, dataset, metrics, groups } = evaluation;
  return {
    model,
    version,
    task,
    producedAt,
    producer,
    dataset: { name: dataset.name, version: dataset.version, rows: dataset.rows, split: dataset.split },
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value])),
    groups: groups.map(({ attribute, group, n }) => ({ attribute, group, n })),
  };
}
