import type { Construct } from 'constructs';
import { AnalysisTemplate } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { callsTo, errorRatio, latencyQuantile } from '../monitoring/queries.ts';
import type { Plan } from '../plan.ts';

/** Measures what callers saw of one Service. */
export function callsTemplateOf(plan: Plan): string {
  return plan.spec.id;
}

/** Measures what the predictions did. */
export function outcomesTemplateOf(plan: Plan): string {
  return `${plan.spec.id}-outcomes`;
}

/** A condition on the one number that a query gives; false for none and for NaN, so that neither condition holds without data. */
const number = (test: string): string => `len(result) > 0 && !isNaN(result[0]) && ${test}`;

/**
 * A question to Prometheus. Both conditions demand a number, so a query without data or with NaN is inconclusive. A run needs one
 * measurement more than its limits forgive, so it cannot succeed without data.
 */
function metric(plan: Plan, name: string, query: string, good: string, bad: string, initialDelay?: string) {
  const { intervalMinutes, failureLimit, inconclusiveLimit, consecutiveErrorLimit } = plan.spec.rollout.analysis;
  return {
    name,
    ...(initialDelay === undefined ? {} : { initialDelay }),
    interval: `${String(intervalMinutes)}m`,
    count: failureLimit + inconclusiveLimit + 1,
    failureLimit,
    inconclusiveLimit,
    consecutiveErrorLimit,
    successCondition: number(good),
    failureCondition: number(bad),
    provider: { prometheus: { address: plan.config.prometheus.address, query } },
  };
}

function atMost(plan: Plan, name: string, query: string, limit: number, initialDelay?: string) {
  return metric(plan, name, query, `result[0] <= ${String(limit)}`, `result[0] > ${String(limit)}`, initialDelay);
}

/** What happened since this share of traffic began, and two minutes at least: a rate needs two scrapes, and one may be late. */
function windowOf({ spec: { rollout } }: Plan): string {
  const pauses = rollout.strategy === 'blueGreen' ? [rollout.observeMinutes] : rollout.steps.map(({ pauseMinutes }) => pauseMinutes);
  return `${String(Math.max(2, Math.min(...pauses)))}m`;
}

/** The calls to one Service (argument `service`) against the unit's limits: what is known at once. */
export class CallsAnalysis extends AnalysisTemplate {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { errorRate, latencyP95Ms, latencyP99Ms } = plan.thresholds.serving;
    const { rollout } = plan.spec;
    const window = windowOf(plan);
    const calls = callsTo(plan, '="{{args.service}}"');
    // Between the steps of a canary stands a pause; a blue-green switch has none.
    const delay = rollout.strategy === 'blueGreen' ? `${String(rollout.observeMinutes)}m` : undefined;
    super(scope, id, {
      metadata: unitMetadata(plan, 'AnalysisTemplate', callsTemplateOf(plan)),
      spec: {
        args: [{ name: 'service' }],
        metrics: [
          atMost(plan, 'error-rate', errorRatio(calls, window), errorRate, delay),
          atMost(plan, 'latency-p95-ms', latencyQuantile(0.95, calls, window), latencyP95Ms, delay),
          atMost(plan, 'latency-p99-ms', latencyQuantile(0.99, calls, window), latencyP99Ms, delay),
        ],
      },
    });
  }
}

/** Prometheus's names of the gauges that the unit's drift and bias-audit jobs set: Argo Workflows puts its prefix before them. */
const DRIFT = 'argo_workflows_modelgate_drift_score';
const FAIRNESS = 'argo_workflows_modelgate_fairness';

/** Measures that need no truth: they look at predictions alone. The others wait until it is known. */
const WITHOUT_TRUTH = ['statistical_parity_difference', 'disparate_impact'];

/**
 * What the unit's own jobs measured against the unit's limits: drift, and fairness where the model has groups to treat alike. Asked once,
 * while the last share is held, before the candidate replaces the stable release.
 */
export class OutcomesAnalysis extends AnalysisTemplate {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { id: model, protectedAttributes, rollout } = plan.spec;
    const { fairness, drift } = plan.thresholds;
    const labels = `model="${model}",environment="${plan.place.name}"`;
    const truth = rollout.labelDelayHours === undefined ? undefined : `${String(rollout.labelDelayHours)}h`;
    const delayOf = (measure: string) => (WITHOUT_TRUTH.includes(measure) ? undefined : truth);
    const of = (measure: string) => `${FAIRNESS}{${labels},metric="${measure}"}`;
    const distance = (measure: string, { max }: { readonly max: number }) =>
      atMost(plan, measure.replaceAll('_', '-'), `max(abs(${of(measure)}))`, max, delayOf(measure));
    const groups = fairness === null || protectedAttributes.length === 0 ? null : fairness;
    super(scope, id, {
      metadata: unitMetadata(plan, 'AnalysisTemplate', outcomesTemplateOf(plan)),
      spec: {
        metrics: [
          atMost(plan, 'prediction-drift', `max(${DRIFT}{${labels}})`, drift.maxScore),
          ...(groups === null
            ? []
            : [
                distance('statistical_parity_difference', groups.statistical_parity_difference),
                metric(
                  plan,
                  'disparate-impact-lowest',
                  `min(${of('disparate_impact')})`,
                  `result[0] >= ${String(groups.disparate_impact.min)}`,
                  `result[0] < ${String(groups.disparate_impact.min)}`,
                ),
                atMost(plan, 'disparate-impact-highest', `max(${of('disparate_impact')})`, groups.disparate_impact.max),
                distance('equal_opportunity_difference', groups.equal_opportunity_difference),
                distance('average_odds_difference', groups.average_odds_difference),
              ]),
        ],
      },
    });
  }
}
