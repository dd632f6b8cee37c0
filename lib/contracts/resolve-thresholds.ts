import { UserError } from '../errors.ts';
import type { RiskTier, Task } from './common.ts';
import { problems } from './schema.ts';
import { Thresholds, type ThresholdFile, type ThresholdLayer, type ThresholdOverrides } from './thresholds.ts';

type Tree = Readonly<Record<string, unknown>>;

/** The limits of a unit on one side of a change. */
export interface LimitsOfSide {
  readonly riskTier: RiskTier;
  readonly thresholds: Thresholds;
}

/** A place where a model asked for a limit laxer than its tier's. */
export interface Loosened {
  /** Dotted path, `metrics.floors.f1`. */
  readonly path: string;
  readonly asked: number;
  readonly limit: number;
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(below: Tree, above: Tree): Tree {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const lower = merged[key];
    merged[key] = isTree(value) && isTree(lower) ? merge(lower, value) : value;
  }
  return merged;
}

/** Paths whose greater value is the tighter one; everywhere else the smaller is. */
const GREATER_IS_TIGHTER =
  /^(metrics\.floors\..+|fairness\.disparate_impact\.min|regressionParity\.mean_absolute_error_ratio\.min|(fairness|regressionParity)\.minGroup(Size|Positives)|serving\.minReplicas)$/;

function tighten(limits: Tree, asked: Tree, path: string, loosened: Loosened[]): Tree {
  const result: Record<string, unknown> = { ...limits };
  for (const [key, wish] of Object.entries(asked)) {
    const here = path === '' ? key : `${path}.${key}`;
    const limit = limits[key];
    // Declarations may come from JavaScript, where this says nothing; it must not take the tier's limit away.
    if (wish === undefined) continue;
    if (isTree(wish)) {
      // A null branch (fairness of a forecast) has no tier limit to be looser than.
      result[key] = tighten(isTree(limit) ? limit : {}, wish, here, loosened);
    } else if (Array.isArray(wish)) {
      result[key] = [...new Set([...(Array.isArray(limit) ? (limit as unknown[]) : []), ...(wish as unknown[])])];
    } else if (typeof wish === 'number' && typeof limit === 'number') {
      const looser = GREATER_IS_TIGHTER.test(here) ? wish < limit : wish > limit;
      if (looser) loosened.push({ path: here, asked: wish, limit });
      else result[key] = wish;
    } else {
      result[key] = wish;
    }
  }
  return result;
}

/**
 * The limits of one unit: the tier's `all` layer, then its task's, then its environment's, then the model's own where tighter.
 * @returns the limits in force, and what the model asked for in vain: its tier's limit holds there
 * @throws UserError `thresholds.incomplete` when the layers leave a limit unsaid
 */
export function resolveThresholds(
  file: ThresholdFile,
  task: Task,
  environment: string,
  own: ThresholdOverrides,
): { readonly thresholds: Thresholds; readonly loosened: readonly Loosened[] } {
  const taskLayer: ThresholdLayer = file.tasks[task] ?? {};
  const environmentLayer: ThresholdLayer = file.environments[environment] ?? {};
  const tier = merge(merge(file.all, taskLayer), environmentLayer);
  const loosened: Loosened[] = [];
  const resolved = tighten(tier, own, '', loosened);
  const [first] = problems(Thresholds, resolved);
  if (first !== undefined) {
    throw new UserError(
      'thresholds.incomplete',
      `policies/thresholds/${file.tier}.yaml, task ${task}, environment ${environment}: ${first.pointer || 'the limits'} ${first.message}`,
      'State the limit in the file, under all, tasks or environments.',
    );
  }
  return { thresholds: resolved as Thresholds, loosened };
}
