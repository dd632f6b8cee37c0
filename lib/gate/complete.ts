import type { Check, CheckResult } from '../contracts/check.ts';
import { UserError } from '../errors.ts';

const FIX = 'This is a defect of the policies or of modelgate: run `npx modelgate policy test`.';

function incomplete(unit: string, seen: string, expected: string): UserError {
  return new UserError('gate.incomplete', `${unit}: ${seen}; expected ${expected}`, FIX);
}

/** What an answer's subjects say its status is; null when they contradict themselves. */
function statusOf({ passed, failed, inconclusive, reason }: CheckResult): CheckResult['status'] | null {
  const subjects = [...passed, ...failed, ...inconclusive];
  if (new Set(subjects).size !== subjects.length) return null;
  if (failed.length > 0) return 'fail';
  if (inconclusive.length > 0) return 'inconclusive';
  if (passed.length > 0) return 'pass';
  return reason === null ? null : 'not_applicable';
}

/**
 * A pass is a positive statement: every check of the roster has spoken about the unit, once, and its answer says one thing.
 * @returns the answers by code
 * @throws UserError `gate.incomplete`
 */
export function completeResults(unit: string, roster: readonly Check[], results: readonly CheckResult[]): ReadonlyMap<string, CheckResult> {
  if (roster.length === 0) throw incomplete(unit, 'the roster has no check', 'at least one');
  const byCode = new Map(results.map((result) => [result.code, result]));
  if (byCode.size !== results.length) throw incomplete(unit, 'a check answered twice', 'one answer a check');
  const codes = new Set(roster.map(({ code }) => code));
  if (codes.size !== roster.length) throw incomplete(unit, 'the roster names a check twice', 'each check once');
  const silent = roster.filter(({ code }) => !byCode.has(code)).map(({ code }) => code);
  if (silent.length > 0) throw incomplete(unit, `no answer from ${silent.join(', ')}`, 'one from every check of the roster');
  for (const result of results) {
    if (!codes.has(result.code))
      throw incomplete(unit, `an answer from ${result.code}, which the roster does not know`, 'answers from the roster only');
    if (statusOf(result) !== result.status) {
      throw incomplete(
        unit,
        `${result.code} says ${result.status}, which its subjects do not bear out`,
        'a status that follows from the subjects',
      );
    }
  }
  return byCode;
}
