import type { Instant } from '../contracts/common.ts';
import type { Collection, Filter, Tree } from '../evidence/index.ts';
import type { Law } from '../gate/index.ts';
import type { Bundle, Engine } from '../policy/index.ts';

/** What a checkout is judged with, by its own policies. */
export interface Checkout {
  readonly collection: Collection;
  readonly engine: Engine;
  readonly law: Law;
}

/**
 * Collects what the filter takes in, for commands that tell more of a check than what it found, and ends the engine when `work` has ended.
 * @throws UserError or UserErrors of the readers and the policies
 */
export async function judgeCheckout<T>(
  { root, head, bundle, now, filter }: { root: string; head: Tree; bundle: Bundle; now: Instant; filter: Filter },
  work: (checkout: Checkout) => Promise<T>,
): Promise<T> {
  const { collect, readEnforcement, readWaivers } = await import('../evidence/index.ts');
  const { createEngine } = await import('../policy/index.ts');
  const { checks } = bundle;
  const enforcement = await readEnforcement(
    head,
    checks.map(({ code }) => code),
  );
  const law = { checks, waivers: await readWaivers(head), now, enforcement };
  const collection = await collect({ root, head, base: null, now, filter });
  const engine = createEngine(bundle, { workers: 1 });
  try {
    return await work({ collection, engine, law });
  } finally {
    await engine.close();
  }
}
