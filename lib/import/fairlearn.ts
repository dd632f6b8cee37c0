import type { Evaluation } from '../contracts/evaluation.ts';
import { closest } from '../closest.ts';
import { UserError } from '../errors.ts';
import { groupRates } from '../statistics/index.ts';
import { claimedFairness, type NamedRates } from './claimed-fairness.ts';
import { countsOfGroup, type Confusion } from './counts.ts';
import { notThisFormat, type Hints, type Importer } from './importer.ts';
import { countOf, get, listOf, measured, Notes, objectOf, pointer, textOf, type Json } from './json.ts';

type Group = Evaluation['groups'][number];

/** Column names, as scikit-learn and Fairlearn call their functions. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  n: ['count', 'n'],
  selection: ['selection_rate'],
  recall: ['true_positive_rate', 'recall', 'recall_score', 'sensitivity'],
  alarm: ['false_positive_rate'],
  specificity: ['true_negative_rate', 'specificity'],
  misses: ['false_negative_rate'],
  precision: ['precision', 'precision_score'],
  tp: ['true_positives', 'tp'],
  fp: ['false_positives', 'fp'],
  tn: ['true_negatives', 'tn'],
  fn: ['false_negatives', 'fn'],
  mae: ['mean_absolute_error', 'mae'],
  bias: ['bias'],
};

/** Table Schema of pandas: `DataFrame.to_json(orient="table")`. */
interface Table {
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly Json[];
}

function tableOf(value: unknown): Table | null {
  const keys = listOf(get(value, 'schema', 'primaryKey'))?.map(textOf) ?? [];
  const fields = listOf(get(value, 'schema', 'fields'))?.map((field) => textOf(get(field, 'name'))) ?? [];
  const rows = listOf(get(value, 'data'))?.map(objectOf) ?? [];
  if (keys.length === 0 || rows.length === 0 || [...keys, ...fields, ...rows].includes(null)) return null;
  const known = keys.filter((key) => key !== null);
  const columns = fields.filter((field): field is string => field !== null && !known.includes(field));
  return { keys: known, columns, rows: rows.filter((row) => row !== null) };
}

/** pandas writes numbers and truth values of a level as they are. */
function levelOf(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : textOf(value);
}

class Row {
  readonly #cells: Json;
  readonly #names: ReadonlyMap<string, string>;

  constructor(cells: Json, names: ReadonlyMap<string, string>) {
    this.#cells = cells;
    this.#names = names;
  }

  number(field: string): number | null {
    const name = this.#names.get(field);
    const value = name === undefined ? null : measured(get(this.#cells, name));
    return typeof value === 'number' ? value : null;
  }

  share(field: string): number | null {
    const value = this.number(field);
    return value !== null && value >= 0 && value <= 1 ? value : null;
  }

  count(field: string): number | null {
    return countOf(this.number(field));
  }
}

const complement = (value: number | null): number | null => (value === null ? null : 1 - value);

function ratesOf(group: string, row: Row): NamedRates {
  return {
    group,
    selection: row.share('selection'),
    recall: row.share('recall') ?? complement(row.share('misses')),
    alarm: row.share('alarm') ?? complement(row.share('specificity')),
    precision: row.share('precision'),
  };
}

function countsOf(row: Row, rates: NamedRates): Confusion | null {
  const [n, tp, fp, tn, fn] = ['n', 'tp', 'fp', 'tn', 'fn'].map((field) => row.count(field));
  if (typeof tp === 'number' && typeof fp === 'number' && typeof tn === 'number' && typeof fn === 'number')
    return typeof n === 'number' && n !== tp + fp + tn + fn ? null : { tp, fp, tn, fn };
  if (typeof n !== 'number' || rates.selection === null || rates.recall === null || rates.alarm === null) return null;
  return countsOfGroup(n, rates.selection, rates.recall, rates.alarm);
}

function classifierGroup(attribute: string, group: string, counts: Confusion | null, place: string, notes: Notes): Group | null {
  if (counts !== null) return { attribute, group, n: counts.tp + counts.fp + counts.tn + counts.fn, ...counts };
  notes.note(
    place,
    `${group}: no counts: they need whole numbers under true_positives, false_positives, true_negatives, false_negatives, or count, selection_rate, true_positive_rate and false_positive_rate that differ`,
  );
  return null;
}

function regressionGroup(attribute: string, group: string, row: Row, place: string, notes: Notes): Group | null {
  const [n, mae, bias] = [row.count('n'), row.number('mae'), row.number('bias')];
  if (n !== null && mae !== null && bias !== null && mae >= 0) return { attribute, group, n, mae, bias };
  notes.note(place, `${group}: a group needs count, mean_absolute_error and bias (mean of prediction minus truth)`);
  return null;
}

function referenceAmong(groups: readonly NamedRates[], attribute: string, hints: Hints, where: string): NamedRates {
  const names = groups.map(({ group }) => group);
  const asked = hints.references.get(attribute);
  const found = groups.find(({ group }) => group === asked);
  if (found !== undefined) return found;
  const near = asked === undefined ? null : closest(asked, names);
  throw new UserError(
    'import.reference',
    `${where}: the reference group of ${attribute} is ${asked === undefined ? 'not given' : JSON.stringify(asked)}; expected one of ${names.slice(0, 10).join(', ')}`,
    near === null ? `Name the privileged group with --reference ${attribute}=GROUP: fairness is signed.` : `Did you mean ${near}?`,
  );
}

/**
 * A MetricFrame's `by_group` as pandas' JSON table. Fairness is made of the groups' own rates, signed against the reference group: Fairlearn's
 * own differences and ratios are largest minus smallest and smallest by largest, of whichever groups, and would lose who is worse off.
 */
export const fairlearn: Importer = {
  format: 'fairlearn',
  summary: 'a MetricFrame of Fairlearn: by_group.to_json(orient="table", double_precision=15)',
  syntax: 'json',
  take(value, hints, where) {
    const table = tableOf(value);
    if (table === null) throw notThisFormat(where, 'fairlearn', 'schema and data, as MetricFrame.by_group.to_json(orient="table") gives');
    const notes = new Notes();
    const attribute = table.keys.join('+');
    const names = new Map<string, string>();
    for (const [field, spellings] of Object.entries(COLUMNS)) {
      const name = table.columns.find((column) => spellings.includes(column));
      if (name !== undefined) names.set(field, name);
    }
    for (const column of table.columns) {
      if (![...names.values()].includes(column))
        notes.note(pointer('data', '*', column), `${column} by group has no place in an evaluation`);
    }
    const regression = hints.task === 'regression' || hints.task === 'forecast';
    const groups: Group[] = [];
    const rates: NamedRates[] = [];
    for (const [index, cells] of table.rows.entries()) {
      const place = pointer('data', index);
      const row = new Row(cells, names);
      const levels = table.keys.map((key) => levelOf(get(cells, key)));
      const name = levels.join('+');
      if (levels.includes(null)) notes.note(place, 'a group without a name');
      else if (row.number('n') === 0) notes.note(place, `${name}: no rows`);
      else {
        const stated = ratesOf(name, row);
        const counts = countsOf(row, stated);
        if (!regression) rates.push(counts === null ? stated : { group: name, ...groupRates(counts) });
        const made = regression
          ? regressionGroup(attribute, name, row, place, notes)
          : classifierGroup(attribute, name, counts, place, notes);
        if (made !== null) groups.push(made);
      }
    }
    const measurable = rates.some((one) => one.selection !== null || one.recall !== null);
    const fairness = measurable ? { [attribute]: claimedFairness(rates, referenceAmong(rates, attribute, hints, where)) } : null;
    return {
      evaluation: { ...(groups.length > 0 && { groups }), ...(fairness !== null && { fairness }) },
      unmapped: notes.list,
    };
  },
};
