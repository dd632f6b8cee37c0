import type { CheckRun } from '../contracts/check-run.ts';
import { UserError } from '../errors.ts';
import { sha256 } from '../sha256.ts';
import type { CheckRuns, CheckRunText, PostedCheckRun } from './check-runs.ts';
import type { Wait } from './publisher.ts';

/** `outdated`: the word of a newer run stands, and was left alone. */
export type CheckRunAction = 'set' | 'unchanged' | 'outdated';

/** GitHub takes so many annotations in one request. */
const PER_REQUEST = 50;
/** How often to look again before giving up: others may be writing at the same time. */
const ROUNDS = 12;
/** Longer than a request takes, so that a rival's write that was under way is seen when we look again. */
const SETTLE_MS = 2000;

/**
 * Makes the newest run's report the last check run of the commit, with all its annotations. Annotations cannot be taken back, so a run announces a
 * check run of its own and looks again before it puts anything there: one that finds a newer run gives its announcement that one's words.
 * @throws UserError `publish.unsettled`, and what `checks` throws
 */
export async function publishCheckRun(checks: CheckRuns, given: CheckRun, run: number, wait: Wait): Promise<CheckRunAction> {
  const { annotations, ...words } = given;
  const mine: CheckRunText = { ...words, run, digest: sha256(JSON.stringify(given)).slice(0, 16) };
  let wrote = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) await wait(SETTLE_MS);
    const posted = await checks.list();
    const own = posted.find((one) => one.run === run && one.digest === mine.digest);
    const newer = posted.filter((one) => one.run > run);
    const newest = newer.toSorted((a, b) => b.run - a.run).find(({ conclusion }) => conclusion !== null);
    if (newer.length > 0) {
      if (own?.conclusion !== null) return 'outdated';
      await checks.tell(own.id, newest ?? { ...mine, conclusion: 'neutral', title: 'A newer run judges this commit', summary: '' }, []);
    } else if (own === undefined) {
      await checks.announce(run, mine.digest);
    } else {
      // What was announced above ours by an older run gets our words too.
      const left = posted.filter((one) => one.id >= own.id && !isWhole(one));
      if (left.length === 0) return wrote ? 'set' : 'unchanged';
      for (const one of left) await tellAll(one);
      wrote = true;
    }
  }
  throw new UserError(
    'publish.unsettled',
    `check run: still changing after ${String(ROUNDS)} looks; expected the word of one run`,
    'Let one run at a time judge a pull request (concurrency group in the workflow), then run it again.',
  );

  function isWhole(one: PostedCheckRun): boolean {
    const { conclusion, digest, annotations: count } = one;
    return one.run === run && digest === mine.digest && conclusion === mine.conclusion && count >= annotations.length;
  }

  /** Until a reply is lost: then only looking again tells how many annotations arrived. */
  async function tellAll(one: PostedCheckRun): Promise<void> {
    for (let at = one; !isWhole(at);) {
      const told = await checks.tell(one.id, mine, annotations.slice(at.annotations, at.annotations + PER_REQUEST));
      if (told === null || told.annotations <= at.annotations) return;
      at = told;
    }
  }
}
