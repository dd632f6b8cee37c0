import { ConfigMap } from 'cdk8s-plus-27/lib/config-map.js';
import type { Construct } from 'constructs';
import { sha256 } from '../../sha256.ts';
import { sortedJson } from '../../sorted-json.ts';
import { unitMetadata } from '../metadata.ts';
import type { Plan } from '../plan.ts';
import { isSeldon } from '../serving/targets/is-seldon.ts';
import { fairnessBounds } from './alerts.ts';
import { dashboard, DASHBOARD_LABEL, type View } from './dashboard.ts';
import { gaugeOf } from './measures.ts';
import { readyReplicas } from './queries.ts';
import { recorded } from './recordings.ts';

/** How a unit does, with a line at each of its limits; for Grafana's sidecar. */
export class ModelDashboard extends ConfigMap {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { id: model } = plan.spec;
    const { name: environment } = plan.place;
    const title = `${model} in ${environment}`;
    const content = dashboard(dashboardUid(environment, model), title, ['modelgate', environment, plan.spec.riskTier], views(plan));
    const name = `${model}-dashboard`;
    super(scope, id, {
      metadata: { ...unitMetadata(plan, 'ConfigMap', name), labels: DASHBOARD_LABEL },
      // The file's name is one among those of all models in Grafana's folder.
      data: { [`${environment}-${model}.json`]: sortedJson(content) },
    });
  }
}

/** Two names can be longer together than Grafana's 40 characters, so they go in as a digest. */
function dashboardUid(environment: string, model: string): string {
  return `modelgate-${sha256(`${environment}/${model}`).slice(0, 30)}`;
}

function views(plan: Plan): readonly View[] {
  const { errorRate, latencyP95Ms, latencyP99Ms } = plan.thresholds.serving;
  return [
    {
      type: 'timeseries',
      title: 'Calls',
      description: 'Calls a second, by what their callers saw.',
      unit: 'reqps',
      queries: [['calls', recorded.callRate(plan)]],
    },
    {
      type: 'timeseries',
      title: 'Failed calls',
      description: 'Share of calls answered with a 5xx. The line is the limit that gates releases and rollouts.',
      unit: 'percentunit',
      queries: [
        ['5 minutes', recorded.errorRatio(plan, '5m')],
        ['1 hour', recorded.errorRatio(plan, '1h')],
      ],
      limits: { max: errorRate },
    },
    latency(95, recorded.latencyP95(plan), latencyP95Ms),
    latency(99, recorded.latencyP99(plan), latencyP99Ms),
    {
      type: 'timeseries',
      title: 'Ready replicas',
      description: isSeldon(plan.spec.target) ? 'Servers of Seldon that have it loaded.' : 'Pods that answer calls.',
      unit: 'short',
      queries: [['ready', `sum(${readyReplicas(plan)})`]],
      limits: { min: 1 },
    },
    {
      type: 'timeseries',
      title: 'Drift',
      description: 'Population stability index of the feature that moved most, against the training data. The line is the limit.',
      unit: 'short',
      queries: [['score', gaugeOf(plan, 'drift')]],
      limits: { max: plan.thresholds.drift.maxScore },
    },
    ...fairnessBounds(plan).map(({ metric, min, max }): View => ({
      type: 'timeseries',
      title: metric,
      description: 'Each group against the reference of its attribute, as last audited. The lines are the limits.',
      unit: 'short',
      queries: [['{{attribute}} {{group}}', gaugeOf(plan, 'fairness', { metric })]],
      limits: { min, max },
    })),
  ];
}

function latency(percentile: number, query: string, max: number): View {
  return {
    type: 'timeseries',
    title: `Latency, ${String(percentile)}th percentile`,
    description: `${String(percentile)} of 100 calls are answered within this time. The line is the limit.`,
    unit: 'ms',
    queries: [[`p${String(percentile)}`, query]],
    limits: { max },
  };
}
