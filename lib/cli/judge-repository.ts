import { allInOrder } from '../all-in-order.ts';
import type { GivenApprovals } from '../contracts/approvals.ts';
import type { Check } from '../contracts/check.ts';
import type { Instant } from '../contracts/common.ts';
import type { Finding, GateReport } from '../contracts/gate-report.ts';
import type { Pack } from '../contracts/pack.ts';
import { UserError } from '../errors.ts';
import type { Filter, SharedChanges, Tree } from '../evidence/index.ts';
import type { Circumstances, Judgement, Law, WhatIf } from '../gate/index.ts';
import type { Checkout } from './judge-checkout.ts';
import { judgeShared } from './judge-shared.ts';
import { keepHeapLean } from './lean-heap.ts';
import { policiesOf } from './policies.ts';

/** What is judged, by what, and when. */
export interface Subject {
  readonly root: string;
  readonly head: Tree;
  readonly base: Tree | null;
  readonly now: Instant;
  readonly filter: Filter;
  readonly approvals: GivenApprovals | null;
  /** Where policies, thresholds, waivers and keys are read from; by default the base, or the head without one. */
  readonly law?: Tree;
  /**
   * Given when nobody vouches for the law: its module runs only where it can be stopped, and this long in all, in milliseconds. Findings then have no
   * places.
   */
  readonly budgetMs?: number;
  /** The change was merged, and one unit is about to be applied: whoever had to agree to the rest was asked then. @default false */
  readonly isMerged?: boolean;
  /** Values that are only supposed. @default none */
  readonly whatIf?: readonly WhatIf[];
}

/** Longest evaluation of one unit by policies that nobody vouches for. */
const SUSPECT_MS = 5000;

/** Units that are being judged at one time: enough to keep every worker busy, few enough to keep memory flat. */
const IN_FLIGHT = 4;

/**
 * One report of a whole repository, or of the part that the filter takes in. What judges comes from the base where there is one.
 * @throws UserError or UserErrors of the readers, the policies and the judge: nothing was judged then
 */
export async function judgeRepository(subject: Subject): Promise<GateReport> {
  // Of a few models there is less to read than such a heap costs.
  if (subject.filter.models.length === 0) keepHeapLean();
  const { collect, withPlaces } = await import('../evidence/index.ts');
  const { createEngine, loadBundle } = await import('../policy/index.ts');
  const { judgeUnit, report, reviewOf, suppose } = await import('../gate/index.ts');
  const { resourceChanges } = await import('../diff/index.ts');
  const judging = subject.law ?? subject.base ?? subject.head;
  const whatIf = subject.whatIf ?? [];
  const placed = new Set<WhatIf>();
  const { budgetMs } = subject;
  const loading = loadBundle(policiesOf(judging), { isTrusted: budgetMs === undefined }).then((bundle) => ({
    bundle,
    engine: createEngine(bundle, budgetMs === undefined ? {} : { deadlineMs: SUSPECT_MS, isTrusted: false }),
  }));
  // One reads while the other waits for threads that compile, and both for git.
  const reading = collect(subject).then((collection) => ({ collection, units: begun(collection.units()) }));
  await Promise.allSettled([loading, reading]);
  const { bundle, engine } = await loading;
  try {
    let read: ReturnType<typeof readRules> | undefined;
    const rules = () => (read ??= readRules(judging, bundle.checks, subject.now));
    const { collection, units } = await reading;
    const until = performance.now() + (budgetMs ?? Infinity);
    const judgements: Judgement[] = [];
    const running = new Set<Promise<void>>();
    for await (const { model, environment, input: asItStands, manifestDiff, replaced, ...asked } of units) {
      if (performance.now() > until) throw tooSlow(budgetMs ?? 0);
      const { input, found } =
        whatIf.length === 0 ? { input: asItStands, found: [] } : suppose(asItStands, whatIf, `${model}/${environment}`);
      for (const one of found) placed.add(one);
      // Only the engine looks at manifests. Kept until it answers they would outlive the young heap, and fill the old one with garbage.
      const rest = { ...input, manifests: [] };
      const touched = new Set([...manifestDiff.added, ...manifestDiff.changed]);
      const resources = resourceChanges(
        replaced,
        input.manifests.filter(({ path }) => touched.has(path)),
      );
      const job: Promise<void> = engine
        .evaluate(input, `${model}/${environment}`)
        .then(async (results) => {
          const { law, packs } = await rules();
          const judged = judgeUnit({ input: rest, results, manifestDiff }, law);
          const review = reviewOf(judged.report, { input: rest, results, packs, resources, ...asked });
          judgements.push({ ...judged, report: { ...judged.report, review } });
        })
        .finally(() => running.delete(job));
      running.add(job);
      // Awaited later too: a rejection in between must not count as unhandled.
      job.catch(() => undefined);
      // Nobody asks for them before there is an answer, so they are read while the first is awaited.
      rules().catch(() => undefined);
      if (running.size >= IN_FLIGHT) await Promise.race(running);
    }
    const { law } = await rules();
    const isMerged = subject.isMerged === true;
    const [, { shared, ...summary }, platform] = await allInOrder([
      Promise.all(running).then(() => {
        refuseUnplaced(whatIf.filter((one) => !placed.has(one)));
      }),
      collection.summary(),
      isMerged ? null : platformWord({ collection, engine, law }),
    ]);
    const policy = { source: judging.name, sha256: bundle.sha256, opa: bundle.manifest.opa };
    const { review, repository: changes = [] }: Pick<Circumstances, 'review' | 'repository'> =
      shared === null || subject.base === null ? {} : await sharedWord(shared, subject.base, subject.approvals);
    const isWhole = !isMerged && (platform !== null || review !== undefined);
    const found = report(judgements, law, {
      ...summary,
      ...(review === undefined ? {} : { review }),
      ...(isWhole ? { repository: [...(platform ?? []), ...changes] } : {}),
      policy,
    });
    return budgetMs === undefined ? await withPlaces(subject.head, found) : found;
  } finally {
    await engine.close();
  }
}

/** What answers are held against. @throws UserError or UserErrors of the readers */
async function readRules(
  judging: Tree,
  checks: readonly Check[],
  now: Instant,
): Promise<{ readonly law: Law; readonly packs: readonly Pack[] }> {
  const { readEnforcement, readPacks, readWaivers } = await import('../evidence/index.ts');
  const codes = checks.map(({ code }) => code);
  const waivers = await readWaivers(judging);
  const enforcement = await readEnforcement(judging, codes);
  return { law: { checks, waivers, now, enforcement }, packs: await readPacks(judging, codes) };
}

/** The same items; the first is made before anybody asks for it. */
function begun<T>(items: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  const first = items.next();
  // Told to who asks for it.
  first.catch(() => undefined);
  return (async function* () {
    const { done, value } = await first;
    if (done === true) return;
    yield value;
    yield* items;
  })();
}

/** What is found in the manifests that are no unit's; null when the law has no check about them, as that of an older base. */
async function platformWord(judging: Checkout): Promise<readonly Finding[] | null> {
  const { isPlatformCheck } = await import('../contracts/platform-check.ts');
  if (!judging.law.checks.some(isPlatformCheck)) return null;
  return (await judgeShared(judging)).flatMap(({ findings }) => findings);
}

function tooSlow(budgetMs: number): UserError {
  return new UserError(
    'policy.budget',
    `policies ran for more than ${String(budgetMs)} ms in all; expected an answer about every unit in that time`,
    'Look for a loop or a very large collection in the policies.',
  );
}

/** What is said of the change beside its units. The people who may approve are those that the base names. */
async function sharedWord(
  { before, after, guarded }: SharedChanges,
  base: Tree,
  approvals: GivenApprovals | null,
): Promise<Required<Pick<Circumstances, 'review' | 'repository'>>> {
  const { resourceChanges } = await import('../diff/index.ts');
  const { findRoles } = await import('../evidence/index.ts');
  const { judgeSecondRole } = await import('../gate/index.ts');
  const resources = resourceChanges(before, after);
  if (guarded.length === 0) return { review: { resources, guarded }, repository: [] };
  const { secondRole, finding } = judgeSecondRole(guarded, await findRoles(base), approvals);
  return { review: { resources, guarded, secondRole }, repository: finding === null ? [] : [finding] };
}

/** A value that no unit has a place for supposes nothing, and the verdict would look like one about it. */
function refuseUnplaced(unplaced: readonly WhatIf[]): void {
  if (unplaced.length === 0) return;
  throw new UserError(
    'what_if.nowhere',
    `--what-if ${unplaced.map(({ text }) => text).join(', ')}: no judged unit has such a value; expected one of its evaluation or its thresholds`,
    'Correct the path; evaluation.json shows what there is.',
  );
}
