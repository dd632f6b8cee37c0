import type { GateReport } from '../contracts/gate-report.ts';
import type { NewPolicies } from '../contracts/unit-review.ts';
import { messageOf, UserError, UserErrors } from '../errors.ts';
import { judgeRepository, type Subject } from './judge-repository.ts';

/** What the change's own policies get in all. They are other people's, so they are only waited for so long. */
const BUDGET_MS = 60_000;
/** Units that are listed. */
const MOST = 1000;
/** Characters of why nothing could be judged. */
const WHY = 600;

const ROLES = 'policies/roles.yaml';
/** Files of policies by which no unit is judged. */
const JUDGES_NOTHING = /(?:\.md|_test\.rego)$|^policies\/(?:roles\.yaml$|survivors\.yaml$|packs\/|samples\/)|\/samples\//;

/**
 * A report that says, where the change edits what judges, what that would say instead. Whatever becomes of it, the verdict stays as it is: the
 * change's compiled policies run in threads that can be stopped, with no function of the host but to abort, and what they answer is only shown.
 */
export async function withNewPolicies(report: GateReport, subject: Subject): Promise<GateReport> {
  const { review } = report;
  const changed = (review?.guarded ?? []).filter((path) => path.startsWith('policies/'));
  if (review === undefined || subject.law !== undefined || changed.length === 0) return report;
  const newPolicies = await opinion(report, subject, changed).catch((thrown: unknown) => ({ failure: why(thrown), units: [], more: 0 }));
  return newPolicies === null ? report : { ...report, review: { ...review, newPolicies } };
}

async function opinion(report: GateReport, subject: Subject, changed: readonly string[]): Promise<NewPolicies | null> {
  const { findRoles } = await import('../evidence/index.ts');
  const { verdictChanges } = await import('../gate/index.ts');
  if (changed.includes(ROLES)) await findRoles(subject.head);
  if (changed.every((path) => JUDGES_NOTHING.test(path))) return null;
  const other = await judgeRepository({ ...subject, law: subject.head, budgetMs: BUDGET_MS });
  const units = verdictChanges(report.units, other.units);
  return { failure: null, units: units.slice(0, MOST), more: Math.max(0, units.length - MOST) };
}

function why(thrown: unknown): string {
  const errors = thrown instanceof UserErrors ? thrown.errors : thrown instanceof UserError ? [thrown] : [];
  const [first] = errors;
  const said = first === undefined ? `internal: ${messageOf(thrown)}` : `${first.code}: ${first.message}`;
  const more = errors.length > 1 ? `, and ${String(errors.length - 1)} more` : '';
  return `${said.slice(0, WHY)}${more}`;
}
