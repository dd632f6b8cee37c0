import { byCodeUnit } from '../by-code-unit.ts';
import type { CheckResult } from '../contracts/check.ts';
import { REPOSITORY, type Finding } from '../contracts/gate-report.ts';
import { isPlatformCheck, platformName } from '../contracts/platform-check.ts';
import { completeResults } from './complete.ts';
import { enforced } from './enforcement.ts';
import type { Law } from './judge.ts';
import { messageFor } from './message.ts';

/**
 * Answers about what is no unit to findings about the repository as a whole, by code and subject. A subject begins with the folder that it is in. Nobody is
 * excused, because a waiver names a model; what cannot be decided counts as failed; and a rule of enforcement that names a tier or a model is not about it.
 * @param environment null for what tells Argo CD what to apply
 * @throws UserError `gate.incomplete` as `judgeUnit` does
 */
export function judgePlatform(environment: string | null, results: readonly CheckResult[], law: Law): readonly Finding[] {
  const name = platformName(environment);
  const checks = law.checks.filter(isPlatformCheck).sort((a, b) => byCodeUnit(a.code, b.code));
  const answers = completeResults(name, checks, results);
  return checks.flatMap((check): readonly Finding[] => {
    const answer = answers.get(check.code);
    const severity = enforced(check, law.enforcement ?? null, { environment, model: null }, law.now);
    return [...(answer?.failed ?? []), ...(answer?.inconclusive ?? [])].sort(byCodeUnit).map((subject) => {
      const fact = answer?.facts[subject];
      const whole = `${name}/${subject}`;
      return {
        code: check.code,
        severity,
        status: 'failed',
        unit: REPOSITORY,
        subject: whole,
        message: messageFor(check.message, whole, fact?.observed, fact?.expected),
        observed: fact?.observed ?? null,
        expected: fact?.expected ?? null,
        path: fact?.path ?? null,
        fix: check.fix,
        waiver: null,
      };
    });
  });
}
