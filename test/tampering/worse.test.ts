import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { judgeUnit } from '../../lib/gate/index.ts';
import { baseSample, library } from '../policies/library.ts';

/** Part of the distance from a value to the worst that it can be. */
const step = fc.double({ min: 0.001, max: 1, noNaN: true });
type Numbers = Record<string, number>;

/** One measure of the candidate's evaluation, and how it gets worse. Each is a claim that nothing else in the evidence is counted from. */
interface Measure {
  readonly name: string;
  readonly worsen: (evaluation: Loose, by: number) => void;
}
interface Loose {
  metrics: Record<string, { value: number; interval?: number[] }>;
  drift: { score: number; features: { effectSize: number; statistic: number; pValue: number }[] };
  latencyMs: { p50: number; p95: number; p99: number };
  calibration: { ece: number; brier: number };
  fairness: Record<string, Numbers>;
}

const metric = (name: string, worst: number): Measure => ({
  name,
  worsen: ({ metrics }, by) => {
    const found = metrics[name];
    if (found === undefined) throw new Error(`the sample has no ${name}`);
    const moved = (value: number): number => value + (worst - value) * by;
    found.value = moved(found.value);
    if (found.interval !== undefined) found.interval = found.interval.map(moved).sort((a, b) => a - b);
  },
});

const MEASURES: readonly Measure[] = [
  metric('roc_auc', 0),
  metric('accuracy', 0),
  metric('balanced_accuracy', 0),
  metric('recall', 0),
  metric('precision', 0),
  metric('f1', 0),
  {
    name: 'drift',
    worsen: ({ drift }, by) => {
      for (const feature of drift.features) feature.effectSize += by;
      // A score that was claimed apart from the features stays apart by as much.
      drift.score += by;
    },
  },
  {
    name: 'drift.score',
    worsen: ({ drift }, by) => {
      drift.score += by;
    },
  },
  {
    name: 'latency',
    worsen: ({ latencyMs }, by) => {
      latencyMs.p50 *= 1 + by;
      latencyMs.p95 *= 1 + 100 * by;
      latencyMs.p99 *= 1 + 200 * by;
    },
  },
  {
    name: 'calibration.ece',
    worsen: ({ calibration }, by) => {
      calibration.ece += (1 - calibration.ece) * by;
    },
  },
  ...['statistical_parity_difference', 'equal_opportunity_difference', 'average_odds_difference'].map((name) => ({
    name,
    worsen: ({ fairness }: Loose, by: number) => {
      for (const claims of Object.values(fairness)) {
        const value = claims[name];
        if (value !== undefined) claims[name] = value + (Math.sign(value) - value) * by;
      }
    },
  })),
];

const RANK = { pass: 0, warn: 1, deny: 2 };

test(
  'no change of evidence that makes a measure worse ever improves a verdict, or takes a finding back',
  { timeout: 240_000 },
  async () => {
    const { bundle, evaluate } = await library();
    const clean = (await baseSample()) as GateInput;
    const judge = (input: GateInput) => {
      expect(problems(GateInput, input)).toEqual([]);
      const law = { checks: bundle.checks, waivers: [], now: input.now };
      const { report } = judgeUnit({ input, results: evaluate(input), manifestDiff: { added: [], changed: [], removed: [] } }, law);
      return {
        rank: RANK[report.verdict],
        findings: report.findings.map(({ code, subject, severity }) => `${code} ${subject} ${severity}`),
      };
    };
    expect(judge(clean)).toEqual({ rank: 0, findings: [] });
    const seen = { worse: 0, same: 0 };
    const worsening = fc.record({ place: fc.nat(MEASURES.length - 1), by: step });
    fc.assert(
      fc.property(fc.array(worsening, { minLength: 1, maxLength: 4 }), (steps) => {
        const input = structuredClone(clean);
        let before = judge(input);
        for (const { place, by } of steps) {
          MEASURES[place]?.worsen(input.candidate?.evaluation as unknown as Loose, by);
          const after = judge(input);
          expect(after.rank).toBeGreaterThanOrEqual(before.rank);
          expect(before.findings.filter((finding) => !after.findings.includes(finding))).toEqual([]);
          seen[after.rank > before.rank ? 'worse' : 'same'] += 1;
          before = after;
        }
      }),
      { numRuns: 200, seed: 20261121 },
    );
    // It is not that nothing counted.
    expect(seen.worse).toBeGreaterThan(100);
    expect(seen.same).toBeGreaterThan(100);
  },
);

// Calibration is reported, and no limit asks for it.
const limited = MEASURES.filter(({ name }) => name !== 'calibration.ece');

test.each(limited.map(({ name, worsen }) => [name, worsen] as const))(
  '%s as bad as it can be is held against the release',
  async (_, worsen) => {
    const { evaluate } = await library();
    const input = structuredClone((await baseSample()) as GateInput);
    worsen(input.candidate?.evaluation as unknown as Loose, 1);
    expect(evaluate(input).filter(({ status }) => status === 'fail' || status === 'inconclusive')).not.toEqual([]);
  },
);
