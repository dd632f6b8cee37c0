import type { ApprovalsFile } from '../contracts/approvals.ts';
import type { Review, ReviewedPullRequest } from '../contracts/reviews.ts';
import type { RolesFile } from '../contracts/roles.ts';
import { OWNER } from './roles.ts';

/** A person whose word does not count, and why. */
export interface Void {
  readonly by: string;
  readonly why: string;
}

export interface CountedReviews {
  readonly file: ApprovalsFile;
  readonly void: readonly Void[];
}

/**
 * What the reviews of a pull request come to. Of each person the last word counts, a mere comment being none. It counts as an approval when it is
 * one, is about the head commit, and comes from somebody who has a role and wrote nothing of the change.
 */
export function countReviews(pullRequest: ReviewedPullRequest, roles: RolesFile): CountedReviews {
  const { head, author, writers, reviews } = pullRequest;
  const wrote = new Set([author, ...writers].map((name) => name.toLowerCase()));
  const given: ApprovalsFile['given'][number][] = [];
  const voided: Void[] = [];
  for (const { by, state, commit, at } of lastWords(reviews)) {
    const held = rolesOf(by, roles);
    const why =
      state !== 'approved'
        ? { changes_requested: 'asks for changes', dismissed: 'was dismissed', commented: 'only commented' }[state]
        : wrote.has(by.toLowerCase())
          ? 'wrote some of the change'
          : commit !== head
            ? `approved ${commit ?? 'an unknown commit'}, not the head`
            : held.length === 0
              ? 'has no role'
              : null;
    if (why === null) given.push(...held.map((role) => ({ by, at, ...role })));
    else voided.push({ by, why });
  }
  return { file: { schemaVersion: 'modelgate.dev/approvals/v1', commit: head, author, given }, void: voided };
}

type Word = Review & { readonly by: string };

/** Each person's last review that is more than a comment, in the order of their names. */
function lastWords(reviews: readonly Review[]): readonly Word[] {
  const last = new Map<string, Word>();
  for (const review of reviews) {
    const { by } = review;
    if (by === null) continue;
    const before = last.get(by.toLowerCase());
    if (before === undefined || before.state === 'commented' || review.state !== 'commented') last.set(by.toLowerCase(), { ...review, by });
  }
  return [...last].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, word]) => word);
}

function rolesOf(person: string, { roles, teams }: RolesFile): readonly { readonly role: string; readonly team?: string }[] {
  const has = ([, people]: readonly [string, readonly string[]]): boolean =>
    people.some((one) => one.toLowerCase() === person.toLowerCase());
  return [
    ...Object.entries(roles)
      .filter(has)
      .map(([role]) => ({ role })),
    ...Object.entries(teams)
      .filter(has)
      .map(([team]) => ({ role: OWNER, team })),
  ];
}
