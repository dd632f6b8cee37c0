import { UserError } from '../errors.ts';
import type { Wait } from './publisher.ts';
import type { CommitStatus, Statuses } from './statuses.ts';

/** `outdated`: the word of a newer run stands, and was left alone. */
export type StatusAction = 'set' | 'unchanged' | 'outdated';

/** How often to look again before giving up: others may be writing at the same time. */
const ROUNDS = 12;
const SETTLE_MS = 2000;

/** The run that a status of ours ends with. */
const RUN = / \(run (\d{1,15})\)$/;

/** A status' words with the run that says them; cut to what forges take. */
export function withRun(words: string, run: number): string {
  const tail = ` (run ${String(run)})`;
  return `${words.slice(0, 140 - tail.length)}${tail}`;
}

/**
 * Makes the newest run's word the status of the commit. Of several statuses the last one counts, whoever is late; so this looks, sets at most
 * one, and looks again until the word on top is that of the newest run. Words of other accounts are never repeated: a required check may be
 * bound to who sets it.
 * @param status its description ends with the run (`withRun`)
 * @throws UserError `publish.unsettled`, and what `statuses` throws
 */
export async function publishStatus(statuses: Statuses, status: CommitStatus, wait: Wait): Promise<StatusAction> {
  let wrote = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) await wait(SETTLE_MS);
    const all = await statuses.list();
    const newest = all.filter(({ ours }) => ours).reduce<CommitStatus>((best, one) => (runOf(one) > runOf(best) ? one : best), status);
    const [top] = all;
    if (top?.ours === true && same(top, newest)) return newest === status ? (wrote ? 'set' : 'unchanged') : 'outdated';
    await statuses.set({ state: newest.state, description: newest.description, url: newest.url });
    wrote = true;
  }
  throw new UserError(
    'publish.unsettled',
    `commit status: still changing after ${String(ROUNDS)} looks; expected the word of one run`,
    'Let one run at a time judge a pull request (concurrency group in the workflow), then run it again.',
  );
}

/** Forges that know no error call it a failure; the words tell them apart. */
function same(a: CommitStatus, b: CommitStatus): boolean {
  return (a.state === 'success') === (b.state === 'success') && a.description === b.description;
}

function runOf({ description }: CommitStatus): number {
  return Number(RUN.exec(description)?.[1] ?? -1);
}
