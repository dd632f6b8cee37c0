import type { CheckResult } from '../contracts/check.ts';
import type { Finding } from '../contracts/gate-report.ts';
import type { Checkout } from './judge-checkout.ts';

/** What the checks say of manifests that are no unit's. */
export interface SharedJudgement {
  /** The environment that shares them; null: all do. */
  readonly environment: string | null;
  readonly results: readonly CheckResult[];
  readonly findings: readonly Finding[];
}

/** One judgement for each set of manifests that units share, one after another. */
export async function judgeShared({ collection, engine, law }: Checkout): Promise<readonly SharedJudgement[]> {
  const { judgePlatform } = await import('../gate/index.ts');
  const judged: SharedJudgement[] = [];
  for (const { name, input } of await collection.platforms()) {
    const { environment } = input.platform;
    const results = await engine.evaluate(input, name);
    judged.push({ environment, results, findings: judgePlatform(environment, results, law) });
  }
  return judged;
}
