import type { GateFailure } from '../contracts/gate-failure.ts';
import {
  REPOSITORY,
  type Finding,
  type GateReport,
  type MetricRow,
  type Place,
  type UnitReport,
  type Verdict,
  type WaiverUse,
} from '../contracts/gate-report.ts';
import type { NewPolicies, SecondRole } from '../contracts/unit-review.ts';
import { numbersIn, showNumber, showValue } from './values.ts';

/** What all renderers say in the same words, and the order in which they say it. No escaping here. */

export const VERDICT: Readonly<Record<Verdict, string>> = { deny: 'denied', warn: 'warned', pass: 'passed' };

/** The same with a mark, for where there is no colour. */
export const BADGE: Readonly<Record<Verdict, string>> = { deny: '❌ denied', warn: '⚠️ warned', pass: '✅ passed' };

/** `1 unit`, `2 units`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** The verdict of the whole report as one sentence without a full stop. */
export function headline({ verdict, summary, repository }: GateReport): string {
  const of = `${String(summary.denied)} of ${plural(summary.units, 'unit')}`;
  const whole = repository?.verdict ?? 'pass';
  if (verdict === 'deny') {
    if (summary.denied === 0) return 'Denied: the repository as a whole fails a check';
    return `Denied: ${of} ${summary.denied === 1 ? 'fails' : 'fail'} a check${whole === 'deny' ? ', and so does the repository as a whole' : ''}`;
  }
  if (verdict === 'warn') {
    const warned = `${String(summary.warned)} of ${plural(summary.units, 'unit')}`;
    return `Passed with warnings: ${warned}${whole === 'warn' ? ' and the repository as a whole' : ''}, none denied`;
  }
  return summary.units === 1 ? 'Passed: the one unit judged' : `Passed: all ${plural(summary.units, 'unit')}`;
}

/** What kept a report from being made, as one line. */
export function failureLine({ errors }: GateFailure): string {
  return `Could not judge: ${[...new Set(errors.map(({ code }) => code))].join(', ')}`;
}

/** Every finding of a report: those about the repository as a whole, then each unit's. */
export function allFindings({ repository, units }: GateReport): readonly Finding[] {
  return [...(repository?.findings ?? []), ...units.flatMap(({ findings }) => findings)];
}

/** The same with a unit's or the repository's findings grouped, the heaviest first. */
export function allGrouped({ repository, units }: GateReport): readonly Finding[] {
  return [repository?.findings ?? [], ...units.map(({ findings }) => findings)].flatMap((some) =>
    groups(some).flatMap((group) => group.findings),
  );
}

/** Who has to agree to a change of what judges, and who did; each name as `show` gives it. */
export function secondRoleWords({ role, people, given, enough }: SecondRole, show: (name: string) => string): string {
  const who = given === null ? 'nobody could be asked' : given.length === 0 ? 'nobody yet' : given.map(show).join(', ');
  const can = people.slice(0, MOST_NAMED).map(show).join(' or ');
  const whom = role === null ? 'the base has no policies/roles.yaml' : can === '' ? 'nobody else has the role' : `${can} can`;
  return `${role === null ? 'a second role' : show(role)} ${enough ? 'given' : 'missing'}, ${enough ? '1' : '0'} of 1 (${who})${enough ? '' : `; ${whom}`}`;
}

/** What the change's own policies would say, as one sentence without a full stop. */
export function newPoliciesWords({ failure, units, more }: NewPolicies, total: number): string {
  if (failure !== null) return 'What the change itself makes of policies cannot judge';
  const others = units.length + more;
  if (others === 0) return `What the change itself makes of policies says the same of ${plural(total, 'unit')}`;
  return `What the change itself makes of policies would say something else of ${String(others)} of ${plural(total, 'unit')}`;
}

/** People who are named where one of them has to do something. */
const MOST_NAMED = 10;

/** Units with the worst verdict first, else in the report's order. */
export function worstFirst(units: readonly UnitReport[]): readonly UnitReport[] {
  const rank = { deny: 0, warn: 1, pass: 2 } as const;
  return units.toSorted((a, b) => rank[a.verdict] - rank[b.verdict]);
}

/** How many findings of a unit are of which sort. The sorts do not overlap. */
export function counts(findings: readonly Finding[]): {
  readonly failed: number;
  readonly warned: number;
  readonly noted: number;
  readonly waived: number;
  readonly inconclusive: number;
} {
  const count = (sort: (finding: Finding) => boolean): number => findings.filter(sort).length;
  return {
    failed: count(({ status, severity }) => status === 'failed' && severity === 'deny'),
    warned: count(({ status, severity }) => status === 'failed' && severity === 'warn'),
    noted: count(({ status, severity }) => status === 'failed' && severity === 'info'),
    waived: count(({ status }) => status === 'waived'),
    inconclusive: count(({ status }) => status === 'inconclusive'),
  };
}

/** `: 3 failed, 1 waived`; empty where there is nothing to count. */
export function countsInWords(findings: readonly Finding[]): string {
  const { failed, warned, noted, inconclusive, waived } = counts(findings);
  const sorts = [
    [failed, 'failed'],
    [warned, 'warned'],
    [inconclusive, 'inconclusive'],
    [noted, 'noted'],
    [waived, 'waived'],
  ] as const;
  const said = sorts.filter(([count]) => count > 0).map(([count, sort]) => `${String(count)} ${sort}`);
  return said.length === 0 ? '' : `: ${said.join(', ')}`;
}

/** Findings of one check on one unit that weigh the same and are put right the same way. */
export interface FindingGroup {
  readonly code: string;
  /** `deny`, `warn, inconclusive`, `waived by <id>`. */
  readonly label: string;
  /** 0 denies, 1 warns, 2 is a note, 3 is waived. */
  readonly weight: number;
  readonly fix: string;
  readonly findings: readonly Finding[];
}

/** A unit's findings in groups, the heaviest first, else in the report's order. */
export function groups(findings: readonly Finding[]): readonly FindingGroup[] {
  const found = new Map<string, FindingGroup & { readonly findings: Finding[] }>();
  for (const finding of findings) {
    const { code, severity, status, waiver, fix } = finding;
    const key = JSON.stringify([code, severity, status, waiver, fix]);
    const group = found.get(key);
    if (group === undefined) found.set(key, { code, label: label(finding), weight: weight(finding), fix, findings: [finding] });
    else group.findings.push(finding);
  }
  return [...found.values()].toSorted((a, b) => a.weight - b.weight);
}

function label({ status, severity, waiver }: Finding): string {
  if (status === 'waived') return waiver === null ? 'waived' : `waived by ${waiver}`;
  const word = { deny: 'deny', warn: 'warn', info: 'note' }[severity];
  return status === 'inconclusive' ? `${word}, inconclusive` : word;
}

function weight({ status, severity }: Finding): number {
  return status === 'waived' ? 3 : { deny: 0, warn: 1, info: 2 }[severity];
}

/** Where to look for a finding: what is about no single file is about the declaration, or the repository’s configuration. */
export function placeOf({ place, path, unit }: Finding): Place {
  const whole = unit === REPOSITORY ? 'modelgate.config.ts' : `models/${unit.split('/', 1)[0] ?? unit}/model.ts`;
  return place ?? { path: path ?? whole, line: 1 };
}

/** The message, after the subject where it does not name that itself; each part as `show` gives it. */
export function sentence(finding: Finding, show: (text: string) => string = (text) => text): string {
  return [subjectBefore(finding), finding.message]
    .filter((text) => text !== '')
    .map(show)
    .join(': ');
}

/** The subject, where the message does not name it itself; else an empty text. */
export function subjectBefore({ subject, message }: Finding): string {
  return message.includes(subject) ? '' : subject;
}

/** What was seen and what was expected; null for what there is nothing to show of. An absent value beside a limit is `not reported`. */
export function operands({ observed, expected }: Pick<Finding, 'observed' | 'expected'>): {
  readonly observed: string | null;
  readonly expected: string | null;
} {
  const beside = numbersIn(observed, expected);
  const isNull = (value: unknown): boolean => value === null || value === undefined;
  return {
    observed: isNull(observed) ? (isNull(expected) ? null : 'not reported') : showValue(observed, beside),
    expected: isNull(expected) ? null : showValue(expected, beside),
  };
}

export interface MetricTexts {
  readonly name: string;
  readonly stable: string;
  readonly candidate: string;
  readonly incumbent: string;
  /** With its direction in words where one limit says which direction is the good one. */
  readonly change: string;
  readonly limit: string;
  readonly interval: string;
}

/**
 * One line of a metric table; empty where there is nothing to say.
 * @param rolling the change is from the stable release to the candidate, else from what the base has to the stable one
 * @param atLeast how to write that a value must be this or more; `atMost` likewise
 */
export function metricTexts(row: MetricRow, rolling: boolean, atLeast: string, atMost: string): MetricTexts {
  const { name, stable, candidate, incumbent = null, floor, ceiling, interval } = row;
  const beside = numbersIn(stable, candidate, incumbent, floor, ceiling, interval);
  const show = (value: number | null): string => (value === null ? '' : showNumber(value, beside));
  const limits = [floor === null ? '' : `${atLeast} ${show(floor)}`, ceiling === null ? '' : `${atMost} ${show(ceiling)}`];
  return {
    name,
    stable: show(stable),
    candidate: show(candidate),
    incumbent: show(incumbent),
    change: rolling ? change(row, stable, candidate) : change(row, incumbent, stable),
    limit: limits.filter((text) => text !== '').join(', '),
    interval: interval === null ? '' : `${show(interval[0])} to ${show(interval[1])}`,
  };
}

function change({ floor, ceiling }: MetricRow, before: number | null, after: number | null): string {
  if (before === null || after === null) return '';
  if (before === after) return 'same';
  const rose = after > before;
  const size = Number(Math.abs(after - before).toPrecision(3));
  const moreIsBetter = floor !== null && ceiling === null ? true : floor === null && ceiling !== null ? false : null;
  const direction = moreIsBetter === null ? '' : rose === moreIsBetter ? ' better' : ' worse';
  return `${rose ? '+' : '-'}${String(size)}${direction}`;
}

/** `1.0.0 -> 1.1.0` with the given arrow; the stable release alone when nothing is rolling out. */
export function releases({ stable, candidate }: Pick<UnitReport, 'stable' | 'candidate'>, arrow: string): string {
  return candidate === null ? stable : `${stable} ${arrow} ${candidate}`;
}

/** Days before its end from which a waiver is called out. */
const ENDS_SOON = 14;

/** How long a waiver still holds, to the end of its last day in UTC. */
export function term({ expires, state }: WaiverUse, nowSeconds: number): string {
  const days = Math.floor((Date.parse(`${expires}T23:59:59Z`) / 1000 - nowSeconds) / 86_400);
  if (state === 'expired') return `expired on ${expires}`;
  const left = days === 0 ? 'its last day' : `${plural(days, 'day')} left`;
  return `until ${expires}, ${left}${days <= ENDS_SOON ? '; it ends soon' : ''}`;
}

/** The command that gives this report again in a checkout of the head commit. */
export function reproduce({ base, now }: Pick<GateReport, 'base' | 'now'>): string {
  return ['npx modelgate gate', ...(base === null ? [] : ['--base', base]), '--now', now.at].join(' ');
}

/** The first 12 digits of a commit or digest. */
export const short = (hex: string): string => hex.slice(0, 12);
