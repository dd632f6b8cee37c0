import type { Construct } from 'constructs';
import { PrometheusRule } from '../kinds.ts';
import { unitMetadata } from '../metadata.ts';
import { canaryServiceOf, type Plan } from '../plan.ts';
import { callsTo, errorRatio, latencyQuantile } from './queries.ts';

/** `page` wakes somebody; `ticket` waits for the morning. */
type Severity = 'page' | 'ticket';

/**
 * Alerts on the unit's limits. A comparison with nothing raises no alarm in Prometheus, so missing data is an alert of its own.
 */
export class Alerts extends PrometheusRule {
  constructor(scope: Construct, id: string, plan: Plan) {
    const { id: model, riskTier, owner, monitoring } = plan.spec;
    const { name: environment, namespace } = plan.place;
    const { errorRate, latencyP95Ms, latencyP99Ms } = plan.thresholds.serving;
    const calls = callsTo(plan, plan.progressive ? `=~"${model}|${canaryServiceOf(plan)}"` : `="${model}"`);
    const ready = plan.progressive
      ? `rollout_info_replicas_available{namespace="${namespace}",name="${model}"}`
      : `kube_deployment_status_replicas_available{namespace="${namespace}",deployment="${model}"}`;
    const alert = (name: string, expr: string, wait: `${number}m`, severity: Severity, summary: string) => ({
      alert: name,
      expr,
      for: wait,
      labels: { severity, model, environment, owner: owner.team, risk_tier: riskTier },
      annotations: {
        summary: `${model} in ${environment}: ${summary}`,
        ...(monitoring.runbook === undefined ? {} : { runbook_url: monitoring.runbook }),
      },
    });
    super(scope, id, {
      metadata: unitMetadata(plan, 'PrometheusRule'),
      spec: {
        groups: [
          {
            name: `${namespace}.${model}`,
            interval: '30s',
            rules: [
              alert(
                'ModelErrorRateHigh',
                `${errorRatio(calls, '5m')} > ${String(errorRate)}`,
                '5m',
                'page',
                `the share of failed calls is {{ $value }}; its limit is ${String(errorRate)}`,
              ),
              alert(
                'ModelLatencyP95High',
                `${latencyQuantile(0.95, calls, '5m')} > ${String(latencyP95Ms)}`,
                '10m',
                'ticket',
                `95 % of calls take up to {{ $value }} ms; the limit is ${String(latencyP95Ms)} ms`,
              ),
              alert(
                'ModelLatencyP99High',
                `${latencyQuantile(0.99, calls, '5m')} > ${String(latencyP99Ms)}`,
                '10m',
                'ticket',
                `99 % of calls take up to {{ $value }} ms; the limit is ${String(latencyP99Ms)} ms`,
              ),
              // sum() has no labels, nor has vector(0): exactly one of the two is there.
              alert('ModelNoReadyReplica', `(sum(${ready}) or vector(0)) < 1`, '2m', 'page', 'no replica is ready'),
              alert(
                'ModelCallMetricsMissing',
                `absent_over_time(istio_requests_total{${calls}}[30m])`,
                '5m',
                'ticket',
                'no calls were measured for 30 minutes, so error rate and latency are unknown',
              ),
              alert(
                'ModelScrapeMissing',
                `absent(up{namespace="${namespace}",service="${model}"} == 1)`,
                '10m',
                'ticket',
                "none of its pods' own metrics can be read",
              ),
            ],
          },
        ],
      },
    });
  }
}
