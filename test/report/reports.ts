import type { GateFailure } from '../../lib/contracts/gate-failure.ts';
import {
  REPOSITORY,
  type Finding,
  type GateReport,
  type MetricRow,
  type RepositoryReport,
  type UnitReport,
  type Verdict,
} from '../../lib/contracts/gate-report.ts';
import type { ResourceChange } from '../../lib/contracts/resource-change.ts';
import type { UnitReview } from '../../lib/contracts/unit-review.ts';

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

/** What a reviewer hears of a unit that the change leaves alone, but for what is `given`. */
export function review({
  change,
  ...given
}: Partial<Omit<UnitReview, 'change'>> & { readonly change?: Partial<UnitReview['change']> } = {}): UnitReview {
  return {
    riskTier: 'high',
    next: null,
    change: {
      compared: true,
      before: { stable: '1.0.0', candidate: null },
      introduced: [],
      rewritten: [],
      rolledBack: false,
      card: false,
      declaration: false,
      ...change,
    },
    limits: { moved: [], refused: [] },
    groups: [],
    drift: null,
    resources: [],
    controls: [],
    approvals: [],
    ...given,
  };
}

export function resource(kind: string, name: string, given: Partial<ResourceChange> = {}): ResourceChange {
  return {
    action: 'changed',
    path: `synth/prod/churn/${kind}.${name}.yaml`,
    apiVersion: 'v1',
    kind,
    namespace: 'models-prod',
    name,
    radius: 'workload',
    fields: [],
    moreFields: 0,
    ...given,
  };
}

/** What is said of the repository as a whole, its verdict from its findings. */
export function whole(findings: readonly Finding[]): RepositoryReport {
  const has = (severity: Finding['severity']): boolean => findings.some((one) => one.severity === severity);
  return { verdict: has('deny') ? 'deny' : has('warn') ? 'warn' : 'pass', findings };
}

/** A report over `units`, its verdict and summary counted from them. */
export function report(units: readonly UnitReport[], given: Partial<GateReport> = {}): GateReport {
  const having = (verdict: Verdict): number => units.filter((each) => each.verdict === verdict).length;
  const verdicts = [given.repository?.verdict, ...units.map(({ verdict }) => verdict)];
  return {
    schemaVersion: 1,
    verdict: verdicts.includes('deny') ? 'deny' : verdicts.includes('warn') ? 'warn' : 'pass',
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
      findings: [given.repository?.findings ?? [], ...units.map((each) => each.findings)].flat().filter(({ status }) => status !== 'waived')
        .length,
    },
    ...given,
  };
}

const groups: UnitReview['groups'] = [
  {
    attribute: 'gender',
    reference: 'male',
    groups: [
      { group: 'female', n: 1893, values: { selection_rate: 0.3511, true_positive_rate: 0.7821, false_positive_rate: 0.1444 } },
      { group: 'male', n: 2014, values: { selection_rate: 0.565, true_positive_rate: 0.8311, false_positive_rate: 0.2107 } },
    ],
  },
  {
    attribute: 'age',
    reference: '25-and-over',
    groups: [
      { group: '25-and-over', n: 3493, values: { selection_rate: 0.478, true_positive_rate: 0.8201, false_positive_rate: 0.19 } },
      { group: 'over-80', n: 12, values: { selection_rate: 0.25, true_positive_rate: null, false_positive_rate: 0.25 } },
      { group: 'under-25', n: 402, values: { selection_rate: 0.382, true_positive_rate: 0.7744, false_positive_rate: 0.1622 } },
    ],
  },
];

const drift: UnitReview['drift'] = {
  score: 0.0713,
  limit: 0.1,
  features: [
    { name: 'tenure', method: 'psi', effectSize: 0.0713, pValue: 0.0121 },
    { name: 'salary', method: 'psi', effectSize: 0.031, pValue: null },
    { name: 'hours', method: 'ks', effectSize: 0, pValue: 0.9 },
  ],
  measured: 14,
};

/** The prod unit of a pull request that starts a rollout of a release that is worse and less fair, with an honest mix of findings. */
const churnInProd = unit({
  verdict: 'deny',
  candidate: '1.1.0',
  checks: { passed: 27, failed: 5, notApplicable: 2 },
  findings: [
    finding({ place: { path: 'models/churn/versions/1.1.0/evaluation.json', line: 188 } }),
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
      place: { path: 'models/churn/card.yaml', line: 7 },
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
  review: review({
    change: { introduced: ['1.1.0'], rewritten: ['1.0.0'], card: true, declaration: true },
    limits: {
      moved: [
        { path: 'metrics.floors.f1', before: '0.85', after: '0.87' },
        { path: 'serving.minReplicas', before: null, after: '3' },
      ],
      refused: [{ path: 'drift.maxScore', asked: 0.3, limit: 0.1 }],
    },
    groups,
    drift,
    resources: [
      resource('NetworkPolicy', 'churn-legacy', { action: 'removed', radius: 'access' }),
      resource('AuthorizationPolicy', 'churn', {
        radius: 'access',
        fields: [{ path: 'spec.rules[0].from[0].source.principals[1]', before: null, after: 'cluster.local/ns/marketing/sa/batch' }],
      }),
      resource('Rollout', 'churn', {
        fields: [
          {
            path: 'spec.template.spec.containers[name=server].image',
            before: 'registry.example.com/churn@sha256:aa',
            after: 'registry.example.com/churn@sha256:bb',
          },
          { path: 'spec.strategy.canary.steps', before: '[{"setWeight":5}]', after: null },
        ],
        moreFields: 31,
      }),
      resource('AnalysisTemplate', 'churn', { action: 'added' }),
    ],
    controls: [
      { pack: 'eu-ai-act', id: 'Art. 10(2)(f)', title: 'Examination for biases', status: 'failed', checks: ['fairness.disparate_impact'] },
      { pack: 'high-risk', id: 'HR-1', title: 'Measured in full', status: 'excepted', checks: ['metrics.not_reported'] },
    ],
    approvals: [
      { version: '1.1.0', role: 'model-risk', count: 1, given: [], enough: false },
      { version: '1.1.0', role: 'owner', count: 1, given: ['bea'], enough: true },
    ],
  }),
});

/** What a bad pull request gets: denials, warnings, an open question, a waiver, a removed unit. */
export const denied = report(
  [
    churnInProd,
    unit({
      environment: 'staging',
      stable: '1.1.0',
      metrics: [metric('f1', { stable: 0.8123471, floor: 0.8 })],
      review: review({ change: { before: { stable: '1.1.0', candidate: null }, card: true }, groups, drift }),
    }),
    unit({
      model: 'credit-approval',
      review: review(),
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
    review: {
      resources: [
        resource('ClusterRole', 'everything', {
          action: 'added',
          path: 'synth/prod/_platform/ClusterRole.everything.yaml',
          radius: 'access',
        }),
        resource('Gateway', 'models', {
          path: 'synth/prod/_platform/Gateway.models.yaml',
          radius: 'traffic',
          fields: [{ path: 'spec.servers[0].tls.mode', before: 'SIMPLE', after: 'PASSTHROUGH' }],
        }),
      ],
      guarded: ['.github/workflows/gate.yml', 'policies/thresholds/high.yaml'],
      secondRole: { role: 'model-risk', people: ['mira-holt', 'tomas-weiss'], given: [], enough: false },
      newPolicies: {
        failure: null,
        units: [
          { unit: 'churn/prod', before: 'deny', after: 'deny', gained: [], lost: ['metrics.below_floor'] },
          { unit: 'credit-approval/prod', before: 'pass', after: 'warn', gained: ['card.stale'], lost: [] },
        ],
        more: 0,
      },
    },
    repository: whole([
      finding({
        code: 'policy.second_role_missing',
        unit: REPOSITORY,
        subject: 'model-risk',
        message: 'the change edits what judges and needs model-risk: nobody has approved; expected mira-holt or tomas-weiss',
        observed: [],
        expected: { role: 'model-risk', count: 1 },
        path: '.github/workflows/gate.yml',
        place: { path: '.github/workflows/gate.yml', line: 1 },
        fix: 'Have somebody with the role approve the head commit.',
      }),
    ]),
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

const f1 = (given: Partial<MetricRow>): MetricRow => metric('f1', { floor: 0.85, interval: [0.8591, 0.8852], ...given });

/** A release that comes to its first environment. */
export const firstTime = report([
  unit({
    environment: 'dev',
    stable: '1.0.0',
    metrics: [f1({ stable: 0.8723 })],
    review: review({
      next: 'staging',
      change: { before: null, introduced: ['1.0.0'], declaration: true, card: true },
      resources: [
        resource('ServiceAccount', 'churn', { action: 'added', radius: 'access' }),
        resource('Rollout', 'churn', { action: 'added' }),
      ],
    }),
  }),
]);

/** A candidate that becomes the stable release. */
export const promoted = report([
  unit({
    stable: '1.1.0',
    metrics: [f1({ incumbent: 0.8723, stable: 0.8801 }), metric('log_loss', { incumbent: 0.31, stable: 0.3, ceiling: 0.4 })],
    review: review({
      change: { before: { stable: '1.0.0', candidate: '1.1.0' } },
      approvals: [{ version: '1.1.0', role: 'model-risk', count: 1, given: null, enough: false }],
      resources: [
        resource('Rollout', 'churn', {
          fields: [{ path: 'metadata.labels["app.kubernetes.io/version"]', before: '1.0.0', after: '1.1.0' }],
        }),
      ],
    }),
  }),
  unit({ environment: 'staging', stable: '1.1.0', review: review({ change: { before: { stable: '1.1.0', candidate: null } } }) }),
]);

/** A release that is taken back. */
export const rolledBack = report([
  unit({
    stable: '1.0.0',
    metrics: [f1({ incumbent: 0.8801, stable: 0.8723 })],
    review: review({ change: { before: { stable: '1.1.0', candidate: '1.2.0' }, introduced: ['1.0.0'], rolledBack: true } }),
  }),
]);

/** A change that does nothing to what is judged. */
export const untouched = report([unit({ review: review() }), unit({ environment: 'staging', review: review() })], {
  review: { resources: [], guarded: [] },
});

/** A run that could not judge. */
export const failure: GateFailure = {
  schemaVersion: 1,
  verdict: 'error',
  base: BASE,
  head: HEAD,
  now: { at: '2026-11-21T06:00:00Z', seconds: 1795240800 },
  errors: [
    {
      code: 'yaml.duplicate_key',
      message: 'models/churn/card.yaml:4:1: key "model" appears twice; expected each key once',
      fix: 'Remove one of the two.',
    },
    { code: 'synth.missing', message: 'synth/dev/churn/: absent; expected its manifests', fix: 'Run `npx modelgate synth` and commit it.' },
  ],
};

/** More than a comment can hold. */
export const huge = report(
  Array.from({ length: 120 }, (_, at) =>
    unit({
      ...churnInProd,
      model: `model-${String(at).padStart(3, '0')}`,
      findings: churnInProd.findings.map((one) => ({ ...one, unit: `model-${String(at).padStart(3, '0')}/prod` })),
    }),
  ),
);

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

export const hostile = report(
  [
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
  ],
  {
    review: {
      resources: [],
      guarded: HOSTILE,
      newPolicies: { failure: HOSTILE.join(' '), units: [], more: 0 },
      secondRole: { role: HOSTILE[0] ?? '', people: HOSTILE, given: HOSTILE, enough: true },
    },
    repository: whole(HOSTILE.map((text) => finding({ unit: REPOSITORY, subject: text, message: text, fix: text, path: text }))),
  },
);
