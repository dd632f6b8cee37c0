import { Construct } from 'constructs';
import { AnalysisTemplate, Rollout } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import { callsTo, errorRatio, latencyQuantile } from '../monitoring/queries.ts';
import { canaryServiceOf, type Plan } from '../plan.ts';
import { podTemplate } from '../serving/pod-template.ts';
import { workloadMetadata } from '../serving/serving.ts';
import { trafficRouting } from '../traffic/traffic-routing.ts';

/** The pods where traffic is split, and what decides between two steps. */
export class CanaryRollout extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    new CanaryAnalysis(this, 'Analysis', plan);
    new ServingRollout(this, 'Rollout', plan);
  }
}

/**
 * Measures the candidate's calls against the unit's limits. Both conditions demand a number, so a query without data or
 * with NaN is inconclusive. A run needs one measurement more than its limits forgive, so it cannot succeed without data.
 */
class CanaryAnalysis extends AnalysisTemplate {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { analysis, steps } = plan.spec.rollout;
    const { errorRate, latencyP95Ms, latencyP99Ms } = plan.thresholds.serving;
    // What happened since this share of traffic began, and two minutes at least: a rate needs two scrapes, and one may be late.
    const window = `${String(Math.max(2, Math.min(...steps.map(({ pauseMinutes }) => pauseMinutes))))}m`;
    const calls = callsTo(plan, '="{{args.service}}"');
    const metric = (name: string, query: string, limit: number) => ({
      name,
      interval: `${String(analysis.intervalMinutes)}m`,
      count: analysis.failureLimit + analysis.inconclusiveLimit + 1,
      failureLimit: analysis.failureLimit,
      inconclusiveLimit: analysis.inconclusiveLimit,
      consecutiveErrorLimit: analysis.consecutiveErrorLimit,
      successCondition: `len(result) > 0 && !isNaN(result[0]) && result[0] <= ${String(limit)}`,
      failureCondition: `len(result) > 0 && !isNaN(result[0]) && result[0] > ${String(limit)}`,
      provider: { prometheus: { address: plan.config.prometheus.address, query } },
    });
    super(scope, id, {
      metadata: unitMetadata(plan, 'AnalysisTemplate'),
      spec: {
        args: [{ name: 'service' }],
        metrics: [
          metric('error-rate', errorRatio(calls, window), errorRate),
          metric('latency-p95-ms', latencyQuantile(0.95, calls, window), latencyP95Ms),
          metric('latency-p99-ms', latencyQuantile(0.99, calls, window), latencyP99Ms),
        ],
      },
    });
  }
}

/** The pods in a progressive environment. Each share of traffic is followed by a pause, in which calls arrive, and an analysis of them. */
class ServingRollout extends Rollout {
  constructor(scope: Construct, id: string, plan: Plan) {
    const name = plan.spec.id;
    const canaryService = canaryServiceOf(plan);
    const analysis = { templates: [{ templateName: name }], args: [{ name: 'service', value: canaryService }] };
    super(scope, id, {
      metadata: workloadMetadata(plan, 'Rollout'),
      spec: {
        replicas: plan.place.replicas.min,
        revisionHistoryLimit: 3,
        minReadySeconds: 10,
        progressDeadlineSeconds: 600,
        // A candidate whose pods never become ready is rolled back without anybody's help.
        progressDeadlineAbort: true,
        selector: { matchLabels: selectorLabels(name) },
        strategy: {
          canary: {
            stableService: name,
            canaryService,
            maxSurge: '25%',
            maxUnavailable: 0,
            trafficRouting: trafficRouting(plan),
            steps: plan.spec.rollout.steps.flatMap(({ percent, pauseMinutes }) => [
              { setWeight: percent },
              { pause: { duration: `${String(pauseMinutes)}m` } },
              { analysis },
            ]),
          },
        },
        template: podTemplate(plan),
      },
    });
  }
}
