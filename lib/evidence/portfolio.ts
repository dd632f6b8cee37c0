import { byCodeUnit } from '../by-code-unit.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import type { DatasetRules, Portfolio, ViewUse } from '../contracts/portfolio.ts';
import type { UserError } from '../errors.ts';
import { countKnownModels } from './count-known-models.ts';
import { countModels, join } from './count-models.ts';
import type { Layout } from './layout.ts';
import type { Tree } from './tree.ts';

/** What a unit is shown of the uses of one view, and of the models of one use: two uses are one too many already. */
const SHOWN_USES = 10;
const SHOWN_MODELS = 5;

/** What a unit's policies see of the other models in its environment. */
export type PortfolioOf = (spec: ModelSpec, environment: string) => Portfolio;

/**
 * Reads what the models of each environment have in common, once for all units, and of each model only the files that have something to say.
 * @param known models whose files somebody else reads and complains about
 * @param inPassing where the files of other models are read. @default `head`
 * @returns what a unit sees of it, and what is wrong with the files of other models
 */
export async function readPortfolio(
  head: Tree,
  { models, manifests }: Pick<Layout, 'models' | 'manifests'>,
  datasets: DatasetRules,
  known: readonly string[],
  inPassing = head,
): Promise<{ readonly of: PortfolioOf; readonly errors: readonly UserError[] }> {
  const theirs = new Set(known);
  const environmentsOf = (model: string) => [...(manifests.get(model)?.keys() ?? [])];
  const those = (judged: boolean) => models.filter((model) => theirs.has(model) === judged);
  const { sums: counted } = await countModels(head, those(true), environmentsOf);
  const { sums, errors } = await countKnownModels(inPassing, those(false), environmentsOf);
  join(counted, sums);
  const of: PortfolioOf = ({ id, data }, environment) => {
    const here = counted.get(environment);
    // A unit has manifests, or nothing is judged; so it was counted.
    if (here === undefined) throw new Error(`${id}/${environment} is in no portfolio`);
    const names = [...new Set((data?.featureViews ?? []).map(({ name }) => name))];
    return {
      models: here.models,
      rollingOut: here.rollingOut,
      candidateTraffic: here.candidateTraffic,
      featureViews: Object.fromEntries(names.map((name) => [name, uses(here.views.get(name))])),
      retiredDatasets: [...datasets.retiredDatasets],
      erasures: [...datasets.erasures],
    };
  };
  return { of, errors };
}

function uses(commits: ReadonlyMap<string, readonly string[]> | undefined): ViewUse[] {
  return [...(commits ?? [])]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .slice(0, SHOWN_USES)
    .map(([registryCommit, users]) => ({ registryCommit, count: users.length, models: users.toSorted(byCodeUnit).slice(0, SHOWN_MODELS) }));
}
