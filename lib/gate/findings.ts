import type { Check, CheckResult } from '../contracts/check.ts';
import { BREAKABLE, breakGlassName } from '../contracts/break-glass.ts';
import type { Instant } from '../contracts/common.ts';
import type { EnforcementFile } from '../contracts/enforcement.ts';
import type { GateInput } from '../contracts/gate-input.ts';
import type { Finding, Severity } from '../contracts/gate-report.ts';
import type { Waiver } from '../contracts/waiver.ts';
import { messageFor } from './message.ts';
import { enforced, ownEnforcement } from './enforcement.ts';
import { daysLeft, isExpired } from './waiver-days.ts';

/** What bounds severities and waivers. */
export interface Bounds {
  readonly waivers: readonly Waiver[];
  readonly now: Instant;
  /** Null or absent: each check has its own severity, and waivers have no further bounds. */
  readonly enforcement?: EnforcementFile | null;
}

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
  if (code === 'portfolio.feature_view_differs' && input.change.declaration) return true;
  const concerned = concernedVersions(input);
  const version = subject.split('/', 1)[0] ?? '';
  const judged = version === input.stable.version || version === input.candidate?.version;
  return judged ? concerned.has(version) : concerned.size > 0;
}

function milder(a: Severity, b: Severity): Severity {
  const order: readonly Severity[] = ['info', 'warn', 'deny'];
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

function severityOf(check: Check, inconclusive: boolean, subject: string, input: GateInput, law: Bounds): Severity {
  const asked = enforced(check, law.enforcement ?? null, input, law.now);
  const severity = check.settled !== undefined && !isConcerned(input, check.code, subject) ? milder(check.settled, asked) : asked;
  // Below the high tier nobody is stopped by what cannot be decided, unless the model itself asks for it.
  const strict = input.model.riskTier === 'high' || ownEnforcement(input.model, check.code) === 'deny';
  return inconclusive && severity === 'deny' && !strict ? 'warn' : severity;
}

function covers(waiver: Waiver, code: string, subject: string, input: GateInput): boolean {
  return (
    waiver.code === code &&
    waiver.model === input.model.id &&
    waiver.environment === input.environment &&
    (waiver.subject === undefined || waiver.subject === subject) &&
    (waiver.artifactSha256 === undefined || waiver.artifactSha256 === judgedVersion(input, subject).release?.artifact.sha256) &&
    (waiver.evaluationSha256 === undefined || waiver.evaluationSha256 === evaluationOf(input, subject))
  );
}

/** What a subject is about: its version, else the one that is judged. */
function judgedVersion({ stable, candidate }: GateInput, subject: string): GateInput['stable'] {
  const version = subject.split('/', 1)[0];
  return [candidate, stable].find((one) => one?.version === version) ?? candidate ?? stable;
}

/** Digest of the evidence that a subject is about. */
function evaluationOf(input: GateInput, subject: string): string | null | undefined {
  return input.signatures[judgedVersion(input, subject).version]?.files['evaluation.json'];
}

/** Whether the law lets anybody be excused from this, and for so long. */
function allowed(waiver: Waiver, input: GateInput, { enforcement, now }: Bounds): boolean {
  if (enforcement === undefined || enforcement === null) return true;
  return !enforcement.waivers.never.includes(waiver.code) && daysLeft(waiver, now) <= enforcement.waivers.maxDays[input.model.riskTier];
}

/**
 * The emergency under which a version may pass a check now. Its image is the one that the emergency is about, and no other artifact is looked for: whose
 * image nobody knows is not excused.
 */
function emergencyOf(
  code: string,
  subject: string,
  { breakGlass, stable, candidate }: GateInput,
  { now, enforcement }: Bounds,
): string | null {
  if (!BREAKABLE.includes(code) || enforcement?.waivers.never.includes(code) === true) return null;
  const version = subject.split('/', 1)[0];
  const image = [stable, candidate].find((one) => one?.version === version)?.release?.image.digest ?? null;
  const open = breakGlass.find(
    ({ digest, from, until }) => digest === image && from.seconds <= now.seconds && now.seconds <= until.seconds,
  );
  return open === undefined ? null : breakGlassName(open.id);
}

/** One finding for each subject that failed or could not be decided, by subject. */
export function findingsOf(check: Check, result: CheckResult, input: GateInput, law: Bounds): readonly Finding[] {
  const one = (subject: string, inconclusive: boolean): Finding => {
    const fact = Object.hasOwn(result.facts, subject) ? result.facts[subject] : undefined;
    const waiver = law.waivers.find(
      (candidate) => covers(candidate, check.code, subject, input) && !isExpired(candidate, law.now) && allowed(candidate, input, law),
    );
    const excuse = waiver?.id ?? emergencyOf(check.code, subject, input, law);
    return {
      code: check.code,
      severity: severityOf(check, inconclusive, subject, input, law),
      status: excuse !== null ? 'waived' : inconclusive ? 'inconclusive' : 'failed',
      unit: `${input.model.id}/${input.environment}`,
      subject,
      message: messageFor(check.message, subject, fact?.observed, fact?.expected),
      observed: fact?.observed ?? null,
      expected: fact?.expected ?? null,
      path: fact?.path ?? null,
      fix: check.fix,
      waiver: excuse,
    };
  };
  const failed = result.failed.map((subject) => one(subject, false));
  const undecided = result.inconclusive.map((subject) => one(subject, true));
  return [...failed, ...undecided].sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0));
}
