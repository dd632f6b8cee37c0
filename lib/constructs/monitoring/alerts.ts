import type { Plan } from '../plan.ts';
import { isSeldon } from '../serving/targets/is-seldon.ts';
import { scrapedServiceOf } from '../serving/targets/names.ts';
import { isHome } from '../training/home.ts';
import { BURNS, burningErrorRate, burningQuantile, errorBurn, latencyBurn } from './burn.ts';
import { gaugeOf } from './measures.ts';
import { callsToAny, readyReplicas } from './queries.ts';

/** `page` wakes somebody; `ticket` waits for the morning. */
export type Severity = 'page' | 'ticket';

/** One alerting rule of a unit. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: `${number}m`;
  readonly labels: Readonly<Record<string, string>> & { readonly severity: Severity };
  readonly annotations: Readonly<Record<string, string>>;
}

/** What tells one alert of a unit from another. */
interface Watched {
  readonly alert: string;
  readonly expr: string;
  readonly wait: `${number}m`;
  readonly severity: Severity;
  readonly summary: string;
}

const DAY = 86_400;

/**
 * Alerts on the unit's limits. A comparison with nothing raises no alarm in Prometheus, so missing data is an alert of its own.
 * What the jobs measure comes as gauges, so their alerts are silent until the first run; its absence is told by alerts of their own.
 */
export function alerts(plan: Plan): readonly Alert[] {
  const { id: model, riskTier, owner, monitoring } = plan.spec;
  const { name: environment, namespace } = plan.place;
  return [...burning(plan), ...missing(plan), ...drifting(plan), ...unfair(plan), ...unmeasured(plan), aged(plan)].map(
    ({ alert, expr, wait, severity, summary }) => ({
      alert,
      expr,
      for: wait,
      // The operator routes by the namespace, which not every query's answer carries.
      labels: { severity, namespace, model, environment, owner: owner.team, risk_tier: riskTier },
      annotations: {
        summary: `${model} in ${environment}: ${summary}`,
        ...(monitoring.runbook === undefined ? {} : { runbook_url: monitoring.runbook }),
      },
    }),
  );
}

function burning(plan: Plan): readonly Watched[] {
  const { errorRate, latencyP95Ms, latencyP99Ms } = plan.thresholds.serving;
  const percent = (share: number): string => `${String(Number((share * 100).toPrecision(6)))} %`;
  return BURNS.flatMap((burn): readonly Watched[] => {
    const severity = burn.speed === 'Fast' ? 'page' : 'ticket';
    const slower = (quantile: 0.95 | 0.99, limit: number): string =>
      `for ${burn.long}, more than ${percent(1 - burningQuantile(burn, quantile))} of calls took longer than ${String(limit)} ms, the limit of all but ${percent(1 - quantile)}`;
    return [
      {
        alert: `ModelErrorRate${burn.speed}Burn`,
        expr: errorBurn(plan, burn),
        wait: '2m',
        severity,
        summary: `for ${burn.long}, {{ $value | humanizePercentage }} of calls failed; it alarms above ${percent(burningErrorRate(burn, errorRate))}, the limit is ${percent(errorRate)}`,
      },
      {
        alert: `ModelLatencyP95${burn.speed}Burn`,
        expr: latencyBurn(plan, burn, 0.95),
        wait: '2m',
        severity,
        summary: slower(0.95, latencyP95Ms),
      },
      {
        alert: `ModelLatencyP99${burn.speed}Burn`,
        expr: latencyBurn(plan, burn, 0.99),
        wait: '2m',
        severity,
        summary: slower(0.99, latencyP99Ms),
      },
    ];
  });
}

function missing(plan: Plan): readonly Watched[] {
  const { namespace } = plan.place;
  return [
    // sum() has no labels, nor has vector(0): exactly one of the two is there.
    {
      alert: 'ModelNoReadyReplica',
      expr: `(sum(${readyReplicas(plan)}) or vector(0)) < 1`,
      wait: '2m',
      severity: 'page',
      summary: 'no replica is ready',
    },
    {
      alert: 'ModelCallMetricsMissing',
      expr: `absent_over_time(istio_requests_total{${callsToAny(plan)}}[30m])`,
      wait: '5m',
      severity: 'ticket',
      summary: 'no calls were measured for 30 minutes, so error rate and latency are unknown',
    },
    ...(isSeldon(plan.spec.target)
      ? []
      : [
          {
            alert: 'ModelScrapeMissing',
            expr: `absent(up{namespace="${namespace}",service="${scrapedServiceOf(plan.spec)}"} == 1)`,
            wait: '10m',
            severity: 'ticket',
            summary: "none of its pods' own metrics can be read",
          } as const,
        ]),
  ];
}

function drifting(plan: Plan): readonly Watched[] {
  const limit = String(plan.thresholds.drift.maxScore);
  return [
    {
      alert: 'ModelDrift',
      expr: `${gaugeOf(plan, 'drift')} > ${limit}`,
      wait: '0m',
      severity: 'ticket',
      summary: `the drift score is {{ $value }}; its limit is ${limit}`,
    },
  ];
}

/** A limit of group fairness, of both sides. */
interface Bounds {
  readonly alert: string;
  readonly metric: string;
  readonly min: number;
  readonly max: number;
}

function boundsOf({ thresholds }: Plan): readonly Bounds[] {
  const { fairness } = thresholds;
  if (fairness === null) return [];
  const difference = (alert: string, metric: string, { max }: { readonly max: number }): Bounds => ({ alert, metric, min: -max, max });
  return [
    difference('ModelStatisticalParityOutOfBounds', 'statistical_parity_difference', fairness.statistical_parity_difference),
    { alert: 'ModelDisparateImpactOutOfBounds', metric: 'disparate_impact', ...fairness.disparate_impact },
    difference('ModelEqualOpportunityOutOfBounds', 'equal_opportunity_difference', fairness.equal_opportunity_difference),
    difference('ModelAverageOddsOutOfBounds', 'average_odds_difference', fairness.average_odds_difference),
  ];
}

/** Fairness limits of a unit that has groups to be fair to; nothing where it declares none. */
export function fairnessBounds(plan: Plan): readonly Bounds[] {
  return plan.spec.protectedAttributes.length === 0 ? [] : boundsOf(plan);
}

function unfair(plan: Plan): readonly Watched[] {
  return fairnessBounds(plan).map(({ alert, metric, min, max }) => {
    const series = gaugeOf(plan, 'fairness', { metric });
    return {
      alert,
      expr: `${series} < ${String(min)} or ${series} > ${String(max)}`,
      wait: '0m',
      severity: 'ticket',
      summary: `${metric} of {{ $labels.attribute }} {{ $labels.group }} is {{ $value }}; its limits are ${String(min)} and ${String(max)}`,
    };
  });
}

/** Jobs that the model declares must have come to an end in a while; a gauge keeps its last value for ever. */
function unmeasured(plan: Plan): readonly Watched[] {
  const { drift, biasAudit } = plan.spec;
  if (!isHome(plan)) return [];
  return [
    ...(drift === undefined ? [] : [{ alert: 'ModelDriftUnmeasured', job: 'drift', days: 3 }]),
    ...(biasAudit === undefined ? [] : [{ alert: 'ModelFairnessUnmeasured', job: 'bias-audit', days: 35 }]),
  ].map(({ alert, job, days }) => {
    const ended = gaugeOf(plan, 'measuredAt', { job });
    return {
      alert,
      expr: `(time() - ${ended} > ${String(days * DAY)}) or absent(${ended})`,
      wait: '60m',
      severity: 'ticket',
      summary: `its ${job} job has not come to an end for ${String(days)} days, so what it measures is unknown`,
    };
  });
}

/** The age limit is the gate's; it denies nothing that runs, so somebody has to be told. */
function aged(plan: Plan): Watched {
  const { maxAgeDays } = plan.thresholds.evidence;
  const created = String(Math.floor(Date.parse(plan.release.createdAt) / 1000));
  return {
    alert: 'ModelEvidenceStale',
    expr: `vector(time() - ${created}) > ${String(maxAgeDays * DAY)}`,
    wait: '0m',
    severity: 'ticket',
    summary: `release ${plan.release.version} was made {{ $value | humanizeDuration }} ago; evidence holds for ${String(maxAgeDays)} days`,
  };
}
