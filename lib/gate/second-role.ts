import type { GivenApprovals } from '../contracts/approvals.ts';
import { SECOND_ROLE_MISSING } from '../contracts/gate-checks.ts';
import { REPOSITORY, type Finding } from '../contracts/gate-report.ts';
import type { RolesFile } from '../contracts/roles.ts';
import type { SecondRole } from '../contracts/unit-review.ts';
import { messageFor } from './message.ts';

const ROLES_FILE = 'policies/roles.yaml';
/** People who are named in a message. */
const NAMED = 10;

/** Who has to agree to a change of what judges, and what is missing of it. */
export interface SecondRoleWord {
  readonly secondRole: SecondRole;
  /** Null when nothing is missing. */
  readonly finding: Finding | null;
}

/**
 * What the second role says of a change of what judges: one of its people has to approve who is not the author.
 * @param guarded the changed files that judge, at least one
 * @param roles those of the base; null when it has none: then nobody can agree
 * @param approvals of the head commit, without those of people who wrote some of it; null when nobody could be asked
 */
export function judgeSecondRole(guarded: readonly string[], roles: RolesFile | null, approvals: GivenApprovals | null): SecondRoleWord {
  const author = approvals === null ? null : folded(approvals.author);
  const role = roles?.secondRole ?? null;
  const people = (role === null ? [] : (roles?.roles[role] ?? [])).filter((person) => folded(person) !== author);
  const entitled = new Set(people.map(folded));
  const given =
    approvals === null
      ? null
      : [
          ...new Map(
            approvals.given.filter((one) => one.role === role && entitled.has(folded(one.by))).map(({ by }) => [folded(by), by]),
          ).values(),
        ];
  const secondRole = { role, people, given, enough: given !== null && given.length > 0 };
  return { secondRole, finding: secondRole.enough ? null : findingOf(guarded, secondRole) };
}

/** Names on a forge, and in a file, are one person in any case of letters. */
const folded = (name: string): string => name.trim().toLowerCase();

function findingOf(guarded: readonly string[], { role, people, given }: SecondRole): Finding {
  const { code, severity, message, fix } = SECOND_ROLE_MISSING;
  const subject = role ?? ROLES_FILE;
  const observed =
    role === null ? 'absent at the base, so nobody can approve' : given === null ? 'nobody could be asked' : 'nobody has approved';
  return {
    code,
    severity,
    status: role !== null && given === null ? 'inconclusive' : 'failed',
    unit: REPOSITORY,
    subject,
    message: messageFor(message, subject, observed, expectedOf(role, people)),
    observed: given,
    expected: { role, count: 1 },
    path: guarded[0] ?? null,
    fix,
    waiver: null,
  };
}

function expectedOf(role: string | null, people: readonly string[]): string {
  if (role === null) return 'the people of each role';
  if (people.length === 0) return 'somebody who did not write it';
  const more = people.length - NAMED;
  return `${people.slice(0, NAMED).join(' or ')}${more > 0 ? ` or one of ${String(more)} more` : ''}`;
}
