import type { Plan } from '../plan.ts';

/** Put by Argo Workflows before the name of every gauge that a workflow sets. */
const PREFIX = 'argo_workflows_';

/**
 * Gauges that the unit's own jobs set, as their WorkflowTemplates name them.
 * `drift`: population stability index of the worst feature. `fairness`: one series for each `metric` (AIF360 name), `attribute` and `group`.
 * `measuredAt`: seconds since 1970 at which the job of label `job` last came to its end.
 */
export const GAUGES = {
  drift: 'modelgate_drift_score',
  fairness: 'modelgate_fairness',
  measuredAt: 'modelgate_measured_at_seconds',
} as const;

/** The labels by which a unit's series are known among all that Prometheus holds. */
export function seriesLabels(plan: Plan): Readonly<Record<'model' | 'environment', string>> {
  return { model: plan.spec.id, environment: plan.place.name };
}

/** Selects a unit's series of one name. */
export function seriesOf(plan: Plan, name: string, more: Readonly<Record<string, string>> = {}): string {
  const matchers = Object.entries({ ...seriesLabels(plan), ...more }).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${matchers.join(',')}}`;
}

/** What Prometheus calls a gauge. */
export function exportedName(gauge: keyof typeof GAUGES): string {
  return `${PREFIX}${GAUGES[gauge]}`;
}

/** Selects a gauge of the unit's jobs. */
export function gaugeOf(plan: Plan, gauge: keyof typeof GAUGES, more: Readonly<Record<string, string>> = {}): string {
  return seriesOf(plan, exportedName(gauge), more);
}
