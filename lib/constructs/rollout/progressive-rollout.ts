import { Construct } from 'constructs';
import { AnalysisTemplate, Rollout } from '../kinds.ts';
import { selectorLabels, unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { podTemplate } from '../serving/pod-template.ts';
import { workloadMetadata } from '../serving/serving.ts';
import { CallsAnalysis, OutcomesAnalysis } from './analyses.ts';
import { AnalysisAccess } from './analysis-access.ts';
import { analysisJobOf, jobMetric } from './analysis-job.ts';
import { strategyOf } from './strategy.ts';

/** The pods where traffic is split, and what decides between two steps. */
export class ProgressiveRollout extends Construct {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id);
    new CallsAnalysis(this, 'Calls', plan);
    new OutcomesAnalysis(this, 'Outcomes', plan);
    const job = analysisJobOf(plan.spec.id, plan.spec.rollout);
    const metric = jobMetric(plan);
    if (job !== null && metric !== null) {
      new AnalysisAccess(this, 'Access', plan);
      new AnalysisTemplate(this, 'Job', {
        metadata: unitMetadata(plan, 'AnalysisTemplate', job),
        spec: { ...(plan.spec.rollout.strategy === 'bandit' ? { args: [{ name: 'percent' }] } : {}), metrics: [metric] },
      });
    }
    new ServingRollout(this, 'Rollout', plan);
  }
}

/** The pods in a progressive environment. */
class ServingRollout extends Rollout {
  constructor(scope: Construct, id: string, plan: Plan) {
    super(scope, id, {
      metadata: workloadMetadata(plan, 'Rollout'),
      spec: {
        replicas: plan.place.replicas.min,
        revisionHistoryLimit: 3,
        minReadySeconds: 10,
        progressDeadlineSeconds: 600,
        // A candidate whose pods never become ready is rolled back without anybody's help.
        progressDeadlineAbort: true,
        selector: { matchLabels: selectorLabels(plan.spec.id) },
        strategy: strategyOf(plan),
        template: podTemplate(plan),
      },
    });
  }
}
