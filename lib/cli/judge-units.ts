import type { CheckResult } from '../contracts/check.ts';
import type { UnitReport } from '../contracts/gate-report.ts';
import type { Checkout } from './judge-checkout.ts';

/** A unit's report, and beside it what its checks answered. */
export interface AnsweredUnit {
  readonly report: UnitReport;
  readonly results: readonly CheckResult[];
}

/** Judges the units of a few models one after another, for commands that tell more of a check than what it found. */
export async function judgeUnits({ collection, engine, law }: Checkout): Promise<readonly AnsweredUnit[]> {
  const { judgeUnit } = await import('../gate/index.ts');
  const judged: AnsweredUnit[] = [];
  for await (const { model, environment, input, manifestDiff } of collection.units()) {
    const results = await engine.evaluate(input, `${model}/${environment}`);
    const { report } = judgeUnit({ input, results, manifestDiff }, law);
    judged.push({ report, results });
  }
  return judged;
}
