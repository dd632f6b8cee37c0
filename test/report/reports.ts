import type { Finding, GateReport, MetricRow, UnitReport, Verdict } from '../../lib/contracts/gate-report.ts';

const HEAD = '4f2c9e1b7a3d5c6e8f9012a3b4c5d6e7f8091a2b';
const BASE = '0b1a2c3d4e5f60718293a4b5c6d7e8f90123456f';
const digest = (digit: string): string => digit.repeat(64);

export function finding(given: Partial<Finding> = {}): Finding {
  return {
    code: 'metrics.below_floor',
    severity: 'deny',
    status: 'failed',
    unit: 'churn/prod',
    subject: '1.1.0/f1',
    message: '1.1.0/f1 is 0.8123; its floor is 0.85',
    observed: 0.8123471,
    expected: 0.85,
    path: 'models/churn/versions/1.1.0/evaluation.json',
    fix: 'Improve the model, or change the floor in a pull request of its own.',
    waiver: null,
    ...given,
  };
}

export function metric(name: string, given: Partial<MetricRow> = {}): MetricRow {
  return { name, stable: null, candidate: null, floor: null, ceiling: null, interval: null, ...given };
}

export function unit(given: Partial<UnitReport> = {}): UnitReport {
  return {
    model: 'churn',
    environment: 'prod',
    verdict: 'pass',
    stable: '1.0.0',
    candidate: null,
    checks: { passed: 30, failed: 0, notApplicable: 4 },
    findings: [],
    metrics: [],
    manifests: { added: [], changed: [], removed: [] },
    ...given,
  };
}

/** A report over `units`, its verdict and summary counted from them. */
export function report(units: readonly UnitReport[], given: Partial<GateReport> = {}): GateReport {
  const having = (verdict: Verdict): number => units.filter((each) => each.verdict === verdict).length;
  return {
    schemaVersion: 1,
    verdict: having('deny') > 0 ? 'deny' : having('warn') > 0 ? 'warn' : 'pass',
    base: BASE,
    head: HEAD,
    dirty: false,
    now: { at: '2026-11-21T06:00:00Z', seconds: 1795240800 },
    policy: { source: `commit ${BASE}`, sha256: digest('3'), opa: '1.22.0', checks: 34 },
    digests: { synth: digest('a'), evidence: digest('b'), thresholds: digest('c'), waivers: digest('d'), keys: digest('e') },
    removed: [],
    units,
    waivers: [],
    summary: {
      units: units.length,
      denied: having('deny'),
      warned: having('warn'),
      passed: having('pass'),
      findings: units.flatMap((each) => each.findings).filter(({ status }) => status !== 'waived').length,
    },
    ...given,
  };
}

/** The prod unit of a pull request that starts a rollout of a release that is worse and less fair, with an honest mix of findings. */
const churnInProd = unit({
  verdict: 'deny',
  candidate: '1.1.0',
  checks: { passed: 27, failed: 5, notApplicable: 2 },
  findings: [
    finding(),
    finding({
      code: 'fairness.disparate_impact',
      subject: '1.1.0/gender/female',
      message: 'positive rate of female is 0.6214 of that of male; expected 0.8 to 1.25',
      observed: { ratio: 0.62137, interval: [0.5512, 0.7004], n: 1893 },
      expected: { min: 0.8, max: 1.25 },
      fix: 'Re-weight the training data, or set thresholds by group if the law allows it.',
    }),
    finding({
      code: 'fairness.disparate_impact',
      subject: '1.1.0/age/under-25',
      message: 'positive rate of under-25 is 0.7991 of that of 25-and-over; expected 0.8 to 1.25',
      observed: { ratio: 0.79996, interval: [0.7413, 0.8631], n: 402 },
      expected: { min: 0.8, max: 1.25 },
      fix: 'Re-weight the training data, or set thresholds by group if the law allows it.',
    }),
    finding({
      code: 'fairness.group_too_small',
      severity: 'warn',
      status: 'inconclusive',
      subject: '1.1.0/age/over-80',
      message: 'the group has 12 rows; its rates mean nothing below 30',
      observed: 12,
      expected: 30,
      fix: 'Collect more rows of the group, or merge it with its neighbour and say so in the card.',
    }),
    finding({
      code: 'card.stale',
      severity: 'warn',
      subject: '1.0.0',
      message: 'the card was reviewed on 2026-03-01; expected a review in the last 180 days',
      observed: '2026-03-01',
      expected: '180 days',
      path: 'models/churn/card.yaml',
      fix: 'Have the owner read the card again and set its review date.',
    }),
    finding({
      code: 'metrics.not_reported',
      status: 'waived',
      subject: '1.1.0/average_precision',
      message: '1.1.0/average_precision is not reported',
      observed: null,
      expected: 'a number',
      fix: 'Report the metric in evaluation.json.',
      waiver: 'churn-average-precision',
    }),
    finding({
      code: 'provenance.evidence_stale',
      severity: 'info',
      subject: '1.0.0',
      message: 'the evaluation is 94 days old',
      observed: 94,
      expected: 90,
      path: 'models/churn/versions/1.0.0/evaluation.json',
      fix: 'Evaluate the release again on recent data.',
    }),
  ],
  metrics: [
    metric('f1', { stable: 0.8723404255, candidate: 0.8123471, floor: 0.85, interval: [0.7981, 0.8266] }),
    metric('roc_auc', { stable: 0.9311, candidate: 0.9402, floor: 0.9, interval: [0.9301, 0.9503] }),
    metric('log_loss', { stable: 0.3141, candidate: 0.3999, ceiling: 0.4, interval: [0.381, 0.419] }),
    metric('average_precision', { stable: 0.81, floor: 0.7 }),
  ],
  manifests: {
    added: ['synth/prod/churn/AnalysisTemplate.churn.yaml'],
    changed: ['synth/prod/churn/ConfigMap.churn-card.yaml', 'synth/prod/churn/Rollout.churn.yaml'],
    removed: [],
  },
});

/** What a bad pull request gets: denials, warnings, an open question, a waiver, a removed unit. */
export const denied = report(
  [
    churnInProd,
    unit({ environment: 'staging', stable: '1.1.0', metrics: [metric('f1', { stable: 0.8123471, floor: 0.8 })] }),
    unit({
      model: 'credit-approval',
      metrics: [
        metric('roc_auc', { stable: 0.7811, floor: 0.75, interval: [0.7522, 0.8101] }),
        metric('f1', { stable: 0.8433, floor: 0.8 }),
      ],
    }),
    unit({
      model: 'demand-forecast',
      verdict: 'warn',
      stable: '2.0.1',
      checks: { passed: 25, failed: 1, notApplicable: 8 },
      findings: [
        finding({
          code: 'drift.above_limit',
          severity: 'warn',
          unit: 'demand-forecast/prod',
          subject: '2.0.1',
          message: 'drift of temperature is 0.2341; the limit is 0.2',
          observed: 0.2341,
          expected: 0.2,
          path: 'models/demand-forecast/versions/2.0.1/evaluation.json',
          fix: 'Train on recent data, or explain the season in the card.',
        }),
      ],
      metrics: [metric('mae', { stable: 41.2199, ceiling: 45, interval: [39.91, 42.87] })],
    }),
  ],
  {
    removed: ['demand-forecast/dev'],
    waivers: [
      { id: 'churn-average-precision', code: 'metrics.not_reported', unit: 'churn/prod', state: 'used', expires: '2026-11-30' },
      {
        id: 'credit-age-parity',
        code: 'fairness.statistical_parity',
        unit: 'credit-approval/prod',
        state: 'unused',
        expires: '2027-01-31',
      },
      { id: 'forecast-old-card', code: 'card.stale', unit: 'demand-forecast/prod', state: 'expired', expires: '2026-10-01' },
    ],
  },
);

/** Nothing to complain about, judged in a work tree without a base. */
export const clean = report(
  [
    unit({ environment: 'dev', metrics: [metric('f1', { stable: 0.8723404255, floor: 0.85 })] }),
    unit({ metrics: [metric('f1', { stable: 0.8723404255, floor: 0.85 })] }),
  ],
  { base: null, dirty: true, policy: { source: 'the work tree', sha256: digest('3'), opa: '1.22.0', checks: 34 } },
);

/** Warnings alone. */
export const warned = report([...denied.units.slice(2)]);

/** The worst that a schema lets through: every free text tries to act. */
export const HOSTILE = [
  '@octocat @acme/reviewers see #1, GH-7, acme/models#12 and 4f2c9e1b7a3d5c6e8f9012a3b4c5d6e7f8091a2b',
  'https://evil.test/x www.evil.test mailto:a@evil.test [click](javascript:alert(1)) ![beacon](https://evil.test/p.png)',
  '</summary></details><script>alert(1)</script><img src=x onerror=alert(1)> <!-- modelgate:report:v1 -->',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\n# heading\n\n- [x] task\n> [!CAUTION]\n```\nfence',
  '`` ` ``` $x^2$ :shipit: [^1] **bold** _em_ ~~del~~ &lt;b&gt; \\| trailing\\',
  'user\u202Etxt.exe\u200B zero\u2066width \u001b[31mred\u0007 \ud800',
  '::error::forged\n  ::stop-commands::x\n##[add-mask]secret',
];

export const hostile = report([
  unit({
    verdict: 'deny',
    candidate: '1.1.0',
    findings: HOSTILE.map((text, index) =>
      finding({
        subject: text,
        message: text,
        fix: text,
        observed: index % 2 === 0 ? text : { [text]: [text, index] },
        expected: text,
        path: text.slice(0, 300),
        ...(index === 3 ? { status: 'waived' as const, waiver: text.slice(0, 200) } : {}),
      }),
    ),
    manifests: { added: HOSTILE, changed: [], removed: [] },
  }),
]);
