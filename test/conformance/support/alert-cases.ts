import type { Manifest } from '../../../lib/constructs/index.ts';
import { every, text } from '../../support/json.ts';

/** One situation, and the alerts that fire in it among those that it is about. */
export interface AlertCase {
  readonly name: string;
  /** Seconds between two evaluations. */
  readonly interval: number;
  readonly series: readonly { readonly series: string; readonly values: string }[];
  /** Minutes after the start at which it is looked. */
  readonly minute: number;
  /** Alerts that the case is about, and whether each fires. */
  readonly fires: Readonly<Record<string, boolean>>;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
}

const HOUR = 60;
const DAY = 24 * HOUR;

function alertsOf(unit: readonly Manifest[]): ReadonlyMap<string, Rule> {
  const rules = unit
    .flatMap((object) => every(object, 'spec groups[] rules[]'))
    .filter((rule) => every(rule, 'alert').length > 0)
    .map((rule) => ({ alert: text(rule, 'alert'), expr: text(rule, 'expr') }));
  return new Map(rules.map((rule) => [rule.alert, rule]));
}

/** The numbers that an expression compares with. */
function limitsIn({ expr }: Rule): readonly number[] {
  return [...expr.matchAll(/ [<>] (-?[\d.]+)/g)].map(([, limit]) => Number(limit));
}

/** The first selector of a metric in an expression, without what it says of the answer. */
function selector(expr: string, metric: string): string {
  const found = new RegExp(`${metric}\\{([^}]*)\\}`).exec(expr)?.[1];
  if (found === undefined) throw new Error(`${metric} is not in ${expr}`);
  // A set of Services becomes the first of them.
  return found.replace(/=~"([^"|]*)[^"]*"/g, '="$1"').replace(/,response_code="[^"]*"/, '');
}

const steady = (metric: string, labels: string, perMinute: number, minutes: number) => ({
  series: `${metric}{${labels}}`,
  values: `0+${String(perMinute)}x${String(minutes)}`,
});

const constant = (series: string, value: number, minutes: number) => ({ series, values: `${String(value)}x${String(minutes)}` });

/**
 * Situations for every alert of a unit: each fires in one of them and is silent in another.
 * The numbers are read out of the rules themselves, so a limit that moves in git moves here.
 * @throws Error for an alert that no case is about: it would be an alert that nobody has seen fire
 */
export function alertCases(unit: readonly Manifest[]): readonly AlertCase[] {
  const rules = alertsOf(unit);
  const rule = (alert: string): Rule => {
    const found = rules.get(alert);
    if (found === undefined) throw new Error(`no alert ${alert}`);
    return found;
  };
  const calls = selector(rule('ModelCallMetricsMissing').expr, 'istio_requests_total');
  const requests = (code: number, perMinute: number, minutes: number) =>
    steady('istio_requests_total', `${calls},response_code="${String(code)}"`, perMinute, minutes);

  const errors = ['ModelErrorRateFastBurn', 'ModelErrorRateSlowBurn'];
  const all = (names: readonly string[], fires: boolean) => Object.fromEntries(names.map((name) => [name, fires]));
  const cases: AlertCase[] = [
    {
      name: 'nine of ten calls fail for six hours',
      interval: 300,
      series: [requests(200, 10, 7 * HOUR), requests(500, 90, 7 * HOUR)],
      minute: 6 * HOUR + 10,
      fires: all(errors, true),
    },
    {
      name: 'no call fails',
      interval: 300,
      series: [requests(200, 100, 7 * HOUR)],
      minute: 6 * HOUR + 10,
      fires: { ...all(errors, false), ModelCallMetricsMissing: false },
    },
    {
      name: 'calls stopped failing ten minutes ago: the long window still remembers, the short one ends the alarm',
      interval: 60,
      series: [
        { series: `istio_requests_total{${calls},response_code="500"}`, values: '0+90x120 10800x60' },
        { series: `istio_requests_total{${calls},response_code="200"}`, values: '0+10x120 1200+100x60' },
      ],
      minute: 130,
      fires: { ModelErrorRateFastBurn: false },
    },
    { name: 'nobody calls', interval: 60, series: [], minute: 40, fires: { ModelCallMetricsMissing: true, ModelErrorRateFastBurn: false } },
  ];

  for (const quantile of ['P95', 'P99']) {
    const names = [`ModelLatency${quantile}FastBurn`, `ModelLatency${quantile}SlowBurn`];
    const limit = limitsIn(rule(names[0] ?? ''))[0] ?? Number.NaN;
    const answered = (le: number): readonly AlertCase['series'][number][] =>
      [le / 2, le, Number.POSITIVE_INFINITY].map((bound) =>
        steady(
          'istio_request_duration_milliseconds_bucket',
          `${calls},le="${Number.isFinite(bound) ? String(bound) : '+Inf'}"`,
          bound < le ? 0 : 100,
          7 * HOUR,
        ),
      );
    cases.push(
      {
        name: `every call takes longer than ${String(limit)} ms`,
        interval: 300,
        series: answered(4 * limit),
        minute: 6 * HOUR + 10,
        fires: all(names, true),
      },
      {
        name: `every call takes less than ${String(limit)} ms`,
        interval: 300,
        series: answered(limit / 2),
        minute: 6 * HOUR + 10,
        fires: all(names, false),
      },
    );
  }

  const { expr: ready } = rule('ModelNoReadyReplica');
  const replicas = /sum\((.*?)\)/.exec(ready)?.[1] ?? '';
  cases.push(
    { name: 'no replica is ready', interval: 60, series: [constant(replicas, 0, HOUR)], minute: 10, fires: { ModelNoReadyReplica: true } },
    { name: 'nobody knows of a replica', interval: 60, series: [], minute: 10, fires: { ModelNoReadyReplica: true } },
    {
      name: 'one replica is ready',
      interval: 60,
      series: [constant(replicas, 1, HOUR)],
      minute: 10,
      fires: { ModelNoReadyReplica: false },
    },
  );

  const up = `up{${selector(rule('ModelScrapeMissing').expr, 'up')}}`;
  cases.push(
    { name: 'no pod answers the scrape', interval: 60, series: [constant(up, 0, HOUR)], minute: 20, fires: { ModelScrapeMissing: true } },
    { name: 'a pod answers the scrape', interval: 60, series: [constant(up, 1, HOUR)], minute: 20, fires: { ModelScrapeMissing: false } },
  );

  for (const [alert, { expr }] of rules) {
    if (!expr.startsWith('argo_workflows_')) continue;
    const gauge = /^[^ ]+/.exec(expr)?.[0] ?? '';
    const series = gauge.replace('}', ',attribute="gender",group="female"}');
    const limits = limitsIn({ alert, expr });
    const beyond = expr.includes('<') ? [(limits[0] ?? 0) - 0.01, (limits[1] ?? 0) + 0.01] : [(limits[0] ?? 0) + 0.01];
    for (const value of beyond) {
      cases.push({
        name: `${alert}: ${String(value)}`,
        interval: 60,
        series: [constant(series, value, 10)],
        minute: 5,
        fires: { [alert]: true },
      });
    }
    for (const value of limits) {
      cases.push({
        name: `${alert}: ${String(value)}, the limit`,
        interval: 60,
        series: [constant(series, value, 10)],
        minute: 5,
        fires: { [alert]: false },
      });
    }
  }

  for (const [alert, { expr }] of rules) {
    const [, gauge, seconds] = /^\(time\(\) - (\S+) > (\d+)\)/.exec(expr) ?? [];
    if (gauge === undefined) continue;
    const late = Number(seconds) / 60 + DAY;
    const look = late + 4 * HOUR;
    cases.push(
      { name: `${alert}: never measured`, interval: 3600, series: [], minute: 4 * HOUR, fires: { [alert]: true } },
      {
        name: `${alert}: measured when time began`,
        interval: 3600,
        series: [constant(gauge, 0, look)],
        minute: look,
        fires: { [alert]: true },
      },
      {
        name: `${alert}: measured just now`,
        interval: 3600,
        series: [constant(gauge, late * 60, look)],
        minute: look,
        fires: { [alert]: false },
      },
    );
  }

  // Time begins in 1970 there: one look a month until the release is as old as it may be.
  const stale = rule('ModelEvidenceStale').expr;
  const created = Number(/time\(\) - (\d+)/.exec(stale)?.[1]) / 60;
  const age = (limitsIn({ alert: '', expr: stale })[0] ?? Number.NaN) / 60;
  const month = 30 * DAY;
  const at = (minute: number): number => Math.floor(minute / month) * month;
  cases.push(
    {
      name: 'evidence is older than it may be',
      interval: month * 60,
      series: [],
      minute: at(created + age) + month,
      fires: { ModelEvidenceStale: true },
    },
    { name: 'evidence is not yet old', interval: month * 60, series: [], minute: at(created + age), fires: { ModelEvidenceStale: false } },
  );

  const told = (fires: boolean) => new Set(cases.flatMap((one) => Object.keys(one.fires).filter((name) => one.fires[name] === fires)));
  const [loud, silent] = [told(true), told(false)];
  const unseen = [...rules.keys()].filter((name) => !loud.has(name) || !silent.has(name));
  if (unseen.length > 0) throw new Error(`no case lets these alerts fire and be silent: ${unseen.join(', ')}`);
  return cases;
}

/** Files for `promtool test rules`: cases with the same interval share one. */
export function promtoolTests(rulesFile: string, cases: readonly AlertCase[]): readonly unknown[] {
  const intervals = [...new Set(cases.map(({ interval }) => interval))];
  return intervals.map((interval) => ({
    rule_files: [rulesFile],
    evaluation_interval: `${String(interval)}s`,
    tests: cases
      .filter((one) => one.interval === interval)
      .map((one) => ({
        name: one.name,
        interval: '1m',
        input_series: one.series,
        promql_expr_test: Object.entries(one.fires).map(([alert, fires]) => ({
          expr: `count by (alertname) (ALERTS{alertname="${alert}",alertstate="firing"})`,
          eval_time: `${String(one.minute)}m`,
          exp_samples: fires ? [{ labels: `{alertname="${alert}"}`, value: 1 }] : [],
        })),
      })),
  }));
}
