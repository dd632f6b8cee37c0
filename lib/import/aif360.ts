import { UserError } from '../errors.ts';
import { groupRates } from '../statistics/index.ts';
import { claimedFairness } from './claimed-fairness.ts';
import type { Confusion } from './counts.ts';
import { notThisFormat, type Hints, type Importer } from './importer.ts';
import { countOf, get, listOf, measured, Notes, objectOf, pointer, textOf, type Json } from './json.ts';
import { sameNumber } from './metrics.ts';

/** What `MetricJSONExplainer` calls a measure to AIF360's name of it. */
const TITLES: ReadonlyMap<
  string,
  'statistical_parity_difference' | 'disparate_impact' | 'equal_opportunity_difference' | 'average_odds_difference'
> = new Map([
  ['Statistical Parity Difference', 'statistical_parity_difference'],
  ['Disparate Impact', 'disparate_impact'],
  ['True Positive Rate Difference', 'equal_opportunity_difference'],
  ['Average Odds Difference', 'average_odds_difference'],
]);

interface Explained {
  readonly place: string;
  readonly value: Json;
}

/** The explainer's methods return JSON as text; whoever collects them may have read it or not. */
function explainedOf(value: unknown): readonly Explained[] {
  const entries: readonly (readonly [string | number, unknown])[] =
    textOf(get(value, 'metric')) !== null
      ? [['', value]]
      : (listOf(value)?.map((one, index) => [index, one] as const) ?? Object.entries(objectOf(value) ?? {}));
  return entries.flatMap(([key, one]) => {
    const read = typeof one === 'string' ? parsed(one) : one;
    const object = objectOf(read);
    return object !== null && textOf(object['metric']) !== null ? [{ place: key === '' ? '' : pointer(key), value: object }] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function countsOf(value: Json, side: 'Privileged' | 'Unprivileged'): Confusion | null {
  const [tp, positives, fp, negatives] = ['TruePositives', 'Positives', 'FalsePositives', 'Negatives'].map((name) =>
    countOf(value[`num${name}${side}`]),
  );
  if (typeof tp !== 'number' || typeof positives !== 'number' || typeof fp !== 'number' || typeof negatives !== 'number') return null;
  return tp <= positives && fp <= negatives ? { tp, fp, tn: negatives - fp, fn: positives - tp } : null;
}

function soleReference(hints: Hints, where: string): readonly [attribute: string, group: string] {
  const [only, ...others] = hints.references;
  if (only !== undefined && others.length === 0) return only;
  throw new UserError(
    'import.reference',
    `${where}: AIF360 names neither attribute nor groups, and --reference is given ${String(hints.references.size)} times; expected once`,
    'Name attribute and privileged group with --reference ATTRIBUTE=GROUP, one report at a time.',
  );
}

/** The number that ends the explainer's sentence. */
function statedBy(value: Json): number | null {
  const text = textOf(value['message'])?.split(': ').at(-1) ?? '';
  const number = text === '' ? null : measured(Number(text));
  return typeof number === 'number' ? number : null;
}

/**
 * What `MetricJSONExplainer` says of a `ClassificationMetric`. All four measures are made of the counts that "Average Odds Difference" holds, and
 * each that is stated must agree: the other explanations look the same for a `BinaryLabelDatasetMetric`, which measures the labels, not the model.
 */
export const aif360: Importer = {
  format: 'aif360',
  summary: 'explanations of AIF360: MetricJSONExplainer(metric).average_odds_difference() and others, in a list',
  syntax: 'json',
  take(value, hints, where) {
    const explained = explainedOf(value);
    if (explained.length === 0) {
      throw notThisFormat(where, 'aif360', 'a list of what the methods of MetricJSONExplainer return, each with metric and message');
    }
    const odds = explained.find((one) => one.value['metric'] === 'Average Odds Difference');
    const [privileged, unprivileged] =
      odds === undefined ? [null, null] : [countsOf(odds.value, 'Privileged'), countsOf(odds.value, 'Unprivileged')];
    if (privileged === null || unprivileged === null) {
      throw new UserError(
        'import.no_counts',
        `${where}: no whole counts of an Average Odds Difference; expected them, because only they tell a model's predictions from its labels`,
        'Add MetricJSONExplainer(classification_metric).average_odds_difference() of an unweighted data set to the list.',
      );
    }
    const [attribute, reference] = soleReference(hints, where);
    const other = reference === 'unprivileged' ? 'others' : 'unprivileged';
    const claimed = claimedFairness([{ group: other, ...groupRates(unprivileged) }], { group: reference, ...groupRates(privileged) });
    const notes = new Notes();
    for (const { place, value: one } of explained) {
      const name = TITLES.get(textOf(one['metric']) ?? '');
      if (name === undefined) {
        notes.note(place, `${String(one['metric'])} has no place in an evaluation`);
        continue;
      }
      const [stated, made] = [statedBy(one), claimed[name]];
      if (stated === null || made === undefined) notes.note(place, 'not measured');
      else if (!sameNumber(stated, made)) {
        throw new UserError(
          'import.disagrees',
          `${where}${place}: ${name} is stated as ${String(stated)}; expected ${String(made)} by the counts of the Average Odds Difference`,
          'Explain one ClassificationMetric only: a BinaryLabelDatasetMetric measures labels, not predictions.',
        );
      }
    }
    const groupOf = (group: string, counts: Confusion) => ({
      attribute,
      group,
      n: counts.tp + counts.fp + counts.tn + counts.fn,
      ...counts,
    });
    return {
      evaluation: { groups: [groupOf(reference, privileged), groupOf(other, unprivileged)], fairness: { [attribute]: claimed } },
      unmapped: notes.list,
    };
  },
};
