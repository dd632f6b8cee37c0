import type { Check, CheckResult } from '../contracts/check.ts';
import type { Instant } from '../contracts/common.ts';
import type { GateInput } from '../contracts/gate-input.ts';
import type { Finding, Severity } from '../contracts/gate-report.ts';
import type { Waiver } from '../contracts/waiver.ts';
import { messageFor } from './message.ts';
import { isExpired } from './waiver-days.ts';

/** Versions that the change brings here, gives another role here, or whose evidence it rewrites. */
function concernedVersions({ change, stable, candidate, incumbent }: GateInput): ReadonlySet<string> {
  const concerned = new Set([...change.introduced, ...change.rewritten]);
  if (incumbent !== null && incumbent.stable.version !== stable.version) concerned.add(stable.version);
  if (incumbent !== null && candidate !== null && incumbent.candidate?.version !== candidate.version) concerned.add(candidate.version);
  return concerned;
}

/** Whether the change is about a subject; one that names no judged version is concerned by whatever concerns any version. */
function isConcerned(input: GateInput, code: string, subject: string): boolean {
  if (code.startsWith('card.') && input.change.card) return true;
  const concerned = concernedVersions(input);
  const version = subject.split('/', 1)[0] ?? '';
  const judged = version === input.stable.version || version === input.candidate?.version;
  return judged ? concerned.has(version) : concerned.size > 0;
}

function severityOf(check: Check, inconclusive: boolean, subject: string, input: GateInput): Severity {
  const severity = check.settled !== undefined && !isConcerned(input, check.code, subject) ? check.settled : check.severity;
  return inconclusive && severity === 'deny' && input.model.riskTier !== 'high' ? 'warn' : severity;
}

function covers(waiver: Waiver, code: string, subject: string, input: GateInput): boolean {
  return (
    waiver.code === code &&
    waiver.model === input.model.id &&
    waiver.environment === input.environment &&
    (waiver.subject === undefined || waiver.subject === subject)
  );
}

/** One finding for each subject that failed or could not be decided, by subject. */
export function findingsOf(
  check: Check,
  result: CheckResult,
  input: GateInput,
  waivers: readonly Waiver[],
  now: Instant,
): readonly Finding[] {
  const one = (subject: string, inconclusive: boolean): Finding => {
    const fact = Object.hasOwn(result.facts, subject) ? result.facts[subject] : undefined;
    const waiver = waivers.find((candidate) => covers(candidate, check.code, subject, input) && !isExpired(candidate, now));
    return {
      code: check.code,
      severity: severityOf(check, inconclusive, subject, input),
      status: waiver !== undefined ? 'waived' : inconclusive ? 'inconclusive' : 'failed',
      unit: `${input.model.id}/${input.environment}`,
      subject,
      message: messageFor(check.message, subject, fact?.observed, fact?.expected),
      observed: fact?.observed ?? null,
      expected: fact?.expected ?? null,
      path: fact?.path ?? null,
      fix: check.fix,
      waiver: waiver?.id ?? null,
    };
  };
  const failed = result.failed.map((subject) => one(subject, false));
  const undecided = result.inconclusive.map((subject) => one(subject, true));
  return [...failed, ...undecided].sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0));
}
