import type { Instant } from '../contracts/common.ts';
import { UserError } from '../errors.ts';

/**
 * The moment that a run judges as of.
 * @param given `head` (the head commit's time), an RFC 3339 time in UTC, or undefined for the clock, read here and nowhere else
 * @param head what `head` is; by default the checkout's head commit
 */
export async function moment(given: string | undefined, root: string, head?: string): Promise<Instant> {
  const { headInstant, instantOf } = await import('../evidence/index.ts');
  if (given === 'head') return headInstant(root, head);
  if (given === undefined) return instantOf(`${new Date().toISOString().slice(0, 19)}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(given) || Number.isNaN(Date.parse(given))) {
    throw new UserError(
      'usage.bad_time',
      `--now is ${JSON.stringify(given)}; expected head or a time such as 2026-11-21T09:30:00Z`,
      'Write the time in UTC with whole seconds.',
    );
  }
  return instantOf(given);
}
