import type { Evaluation } from '../contracts/evaluation.ts';
import { mean, sum } from './sum.ts';

/** One query's relevances (0 or more), in the order in which the model ranked all its items. */
export type Ranked = readonly number[];

const gain = (relevances: Ranked, k: number): number =>
  sum(relevances.slice(0, k).map((relevance, place) => relevance / Math.log2(place + 2)));

/**
 * Mean over queries of DCG@k / ideal DCG@k, 0 to 1, with linear gains; a query without a relevant item counts as 0, as scikit-learn's
 * `ndcg_score` has it. Source: Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002).
 * @returns null without queries
 */
export function ndcg(queries: readonly Ranked[], k: number): number | null {
  return mean(
    queries.map((relevances) => {
      const ideal = gain(
        [...relevances].sort((a, b) => b - a),
        k,
      );
      return ideal > 0 ? gain(relevances, k) / ideal : 0;
    }),
  );
}

/**
 * Mean over queries of average precision: the mean, over the relevant items (relevance above 0), of the precision down to each; 0 to 1.
 * Source: Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), 8.4.
 * @returns null without queries
 */
export function meanAveragePrecision(queries: readonly Ranked[]): number | null {
  return mean(
    queries.map((relevances) => {
      let found = 0;
      const precisions = relevances.flatMap((relevance, place) => (relevance > 0 ? [++found / (place + 1)] : []));
      return mean(precisions) ?? 0;
    }),
  );
}

/**
 * Mean over queries of 1 / place of the first relevant item, 0 where there is none; 0 to 1.
 * Source: Voorhees, "The TREC-8 Question Answering Track Report" (1999).
 * @returns null without queries
 */
export function meanReciprocalRank(queries: readonly Ranked[]): number | null {
  return mean(
    queries
      .map((relevances) => 1 / (relevances.findIndex((relevance) => relevance > 0) + 1))
      .map((one) => (Number.isFinite(one) ? one : 0)),
  );
}

/** Share of queries with a relevant item among the first `k`. @returns null without queries */
export function hitRate(queries: readonly Ranked[], k: number): number | null {
  return mean(queries.map((relevances) => (relevances.slice(0, k).some((relevance) => relevance > 0) ? 1 : 0)));
}

/** What an evaluation holds of queries, so that the gate can compute their metrics again: those that came out alike are one entry. */
export function rankingsOf(queries: readonly Ranked[]): NonNullable<Evaluation['rankings']> {
  const alike = new Map<
    string,
    { n: number; readonly items: number; readonly places: readonly number[]; readonly relevances: readonly number[] }
  >();
  for (const query of queries) {
    const relevant = query.flatMap((relevance, index) => (relevance > 0 ? [[index + 1, relevance] as const] : []));
    const entry = {
      n: 1,
      items: query.length,
      places: relevant.map(([place]) => place),
      relevances: relevant.map(([, relevance]) => relevance),
    };
    const key = JSON.stringify(entry);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, entry);
    else known.n += 1;
  }
  return [...alike.values()];
}
