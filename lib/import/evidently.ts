import type { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { notThisFormat, type Importer } from './importer.ts';
import { countOf, get, listOf, measured, Notes, pointer, textOf } from './json.ts';
import { Metrics, sameNumber } from './metrics.ts';

type Drift = NonNullable<PartialEvaluation['drift']>;

/** Evidently's metric to ours. `part`: the field of its value. `scale`: Evidently's unit in ours; its MAPE is percent. */
const METRICS: Readonly<Record<string, { readonly name: string; readonly part?: string; readonly scale?: number }>> = {
  Accuracy: { name: 'accuracy' },
  Precision: { name: 'precision' },
  Recall: { name: 'recall' },
  TPR: { name: 'recall' },
  TNR: { name: 'specificity' },
  F1Score: { name: 'f1' },
  RocAuc: { name: 'roc_auc' },
  LogLoss: { name: 'log_loss' },
  MAE: { name: 'mean_absolute_error', part: 'mean' },
  RMSE: { name: 'root_mean_squared_error' },
  MAPE: { name: 'mean_absolute_percentage_error', part: 'mean', scale: 0.01 },
  R2Score: { name: 'r2_score' },
  AbsMaxError: { name: 'max_error' },
  // Mean of prediction minus truth.
  MeanError: { name: 'mean_error', part: 'mean' },
};

/** Distance of each column that was measured by PSI: the unit that limits on drift are in. */
class ColumnDrift {
  readonly #notes: Notes;
  readonly #features = new Map<string, number | null>();

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  take(place: string, metric: unknown): void {
    const [column, method] = [textOf(get(metric, 'config', 'column')), textOf(get(metric, 'config', 'method'))];
    const value = measured(get(metric, 'value'));
    if (column === null || method === null) this.#notes.note(place, 'a drift without column or method');
    else if (method !== 'psi') {
      const gives = method.includes('p_value')
        ? 'a p-value, which shrinks with the number of rows and is no distance'
        : 'a distance of another unit';
      this.#notes.note(place, `${column}: ${method} gives ${gives}; limits on drift are in PSI: measure it with method="psi"`);
    } else if (typeof value === 'string') this.#notes.note(place, value);
    else if (value < 0) this.#notes.note(place, `a PSI of ${String(value)}; it is never negative`);
    else {
      const before = this.#features.get(column);
      if (before === undefined) this.#features.set(column, value);
      else if (before === null || !sameNumber(before, value)) {
        this.#features.set(column, null);
        this.#notes.note(place, `${column} was measured before with another result: neither is taken`);
      }
    }
  }

  taken(): Drift | null {
    const features = [...this.#features].flatMap(([name, effectSize]) =>
      effectSize === null ? [] : [{ name, method: 'psi' as const, effectSize }],
    );
    return features.length === 0 ? null : { score: Math.max(...features.map(({ effectSize }) => effectSize)), features };
  }
}

function suitesOf(report: unknown, notes: Notes): PartialEvaluation['suites'] {
  const tests = listOf(get(report, 'tests')) ?? [];
  let [passed, failed] = [0, 0];
  for (const [index, test] of tests.entries()) {
    const status = get(test, 'status');
    if (status === 'SUCCESS') passed += 1;
    else if (status === 'SKIPPED') notes.note(pointer('tests', index), 'skipped: neither passed nor failed');
    else failed += 1;
  }
  return passed + failed > 0 ? [{ name: 'Evidently tests', passed, failed }] : undefined;
}

/** `Snapshot.json()` of Evidently 0.7: quality metrics, drift by PSI, tests as a suite. */
export const evidently: Importer = {
  format: 'evidently',
  summary: "a report of Evidently 0.7: report.run(...).save_json('FILE')",
  syntax: 'json',
  take(value, hints, where) {
    const found = listOf(get(value, 'metrics'));
    const types = (found ?? []).map((metric) => textOf(get(metric, 'config', 'type')));
    if (found === null || listOf(get(value, 'tests')) === null || types.some((type) => type?.startsWith('evidently:metric_v2:') !== true))
      throw notThisFormat(
        where,
        'evidently',
        'metrics (each with a config of type evidently:metric_v2:...) and tests, as Evidently 0.7 writes them',
      );
    const notes = new Notes();
    const metrics = new Metrics(hints, notes);
    const drift = new ColumnDrift(notes);
    let rows: number | null = null;
    for (const [index, metric] of found.entries()) {
      const place = pointer('metrics', index);
      const type = types[index]?.split(':').at(-1) ?? '';
      const known = Object.hasOwn(METRICS, type) ? METRICS[type] : undefined;
      if (type === 'ValueDrift') drift.take(place, metric);
      else if (type === 'RowCount') {
        const count = countOf(get(metric, 'value'));
        if (count !== null && count > 0 && (rows === null || rows === count)) rows = count;
        else notes.note(place, 'not a whole number of rows, or another than before');
      } else if (known === undefined) {
        notes.note(place, `${type} has no place in an evaluation`);
      } else {
        const seen = known.part === undefined ? get(metric, 'value') : get(metric, 'value', known.part);
        metrics.put(place, known.name, typeof seen === 'number' ? seen * (known.scale ?? 1) : seen, type);
      }
    }
    const [measuredDrift, suites] = [drift.taken(), suitesOf(value, notes)];
    return {
      evaluation: {
        ...metrics.taken(),
        ...(measuredDrift !== null && { drift: measuredDrift }),
        ...(suites !== undefined && { suites }),
        ...(rows !== null && { dataset: { rows } }),
      },
      unmapped: notes.list,
    };
  },
};
