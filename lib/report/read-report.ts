import { GateFailure } from '../contracts/gate-failure.ts';
import type { Finding, GateReport, Verdict } from '../contracts/gate-report.ts';
import { GateReportSchema } from '../contracts/gate-report-schema.ts';
import { parse } from '../contracts/schema.ts';
import { messageOf, UserError, UserErrors } from '../errors.ts';

/** Bounds of a report file: 20 million characters, 64 levels. */
const MOST_CHARACTERS = 20_000_000;
const MOST_LEVELS = 64;
const WRITE_IT = 'Write the file with `modelgate gate --format json --output FILE`.';

/**
 * Reads what `gate --format json` wrote. The file may come from a job that ran somebody else's code, so it is believed in nothing that
 * can be checked here: shape, bounds, and that verdicts and counts follow from the findings.
 * @param where file name for messages
 * @throws UserError `report.too_large`, `report.too_deep`, `report.not_json`, `report.hypothetical`
 * @throws UserErrors `schema.invalid`, `report.inconsistent`
 */
export function readReport(text: string, where = 'report'): GateReport {
  return reportIn(bounded(text, where), where);
}

/**
 * Reads what `gate --format json --output FILE` left: a report, or why there is none.
 * @throws as `readReport` does
 */
export function readOutcome(text: string, where = 'report'): GateReport | GateFailure {
  const value = bounded(text, where);
  const failed = typeof value === 'object' && value !== null && 'verdict' in value && value.verdict === 'error';
  return failed ? parse(GateFailure, value, where) : reportIn(value, where);
}

function bounded(text: string, where: string): unknown {
  if (text.length > MOST_CHARACTERS) {
    throw new UserError(
      'report.too_large',
      `${where}: ${String(text.length)} characters; expected at most ${String(MOST_CHARACTERS)}`,
      WRITE_IT,
    );
  }
  const value = parsed(text, where);
  if (deeperThan(value, MOST_LEVELS)) {
    throw new UserError(
      'report.too_deep',
      `${where}: nested more than ${String(MOST_LEVELS)} levels deep; expected a gate report`,
      WRITE_IT,
    );
  }
  return value;
}

function reportIn(value: unknown, where: string): GateReport {
  const report: GateReport = parse(GateReportSchema, value, where);
  if (report.hypothetical !== undefined) {
    const { whatIf, policies } = report.hypothetical;
    const supposed = [...whatIf, ...(policies === null ? [] : [`policies of ${policies}`])].join(', ');
    throw new UserError(
      'report.hypothetical',
      `${where}: supposes ${supposed}; expected a report on what stands in the repository, because others will believe it`,
      'Run `modelgate gate` without --what-if and --policies.',
    );
  }
  const wrong = contradictions(report);
  if (wrong.length > 0) {
    throw new UserErrors(wrong.slice(0, 20).map((message) => new UserError('report.inconsistent', `${where}: ${message}`, WRITE_IT)));
  }
  return report;
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new UserError('report.not_json', `${where}: ${messageOf(cause)}; expected JSON`, WRITE_IT, { cause });
  }
}

/** Level by level, so that no depth can exhaust the stack here; validators and printers recurse. */
function deeperThan(value: unknown, levels: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : []));
    if (level.length === 0) return false;
  }
  return true;
}

const BADNESS: Readonly<Record<Verdict, number>> = { pass: 0, warn: 1, deny: 2 };

const worst = (verdicts: readonly Verdict[]): Verdict => verdicts.reduce((a, b) => (BADNESS[b] > BADNESS[a] ? b : a), 'pass');

const weightOf = ({ status, severity }: Finding): Verdict => (status === 'waived' || severity === 'info' ? 'pass' : severity);

/** What in a well-shaped report cannot be: a verdict that its findings do not add up to, counts that nobody counted. */
function contradictions({ verdict, repository, units, summary, policy, waivers }: GateReport): string[] {
  const wrong: string[] = [];
  const expect = (what: string, seen: number | string, expected: number | string): void => {
    if (seen !== expected) wrong.push(`${what} is ${String(seen)}; expected ${String(expected)}`);
  };
  expect('/verdict', verdict, worst([...units.map((unit) => unit.verdict), repository?.verdict ?? 'pass']));
  const whole = repository?.findings ?? [];
  expect('/repository/verdict', repository?.verdict ?? 'pass', worst(whole.map(weightOf)));
  for (const [place, { status }] of whole.entries())
    if (status === 'waived')
      wrong.push(`/repository/findings/${String(place)}/status is waived; expected failed or inconclusive: nothing excuses it`);
  for (const [kind, named] of [
    ['denied', 'deny'],
    ['warned', 'warn'],
    ['passed', 'pass'],
  ] as const) {
    expect(`/summary/${kind}`, summary[kind], units.filter((unit) => unit.verdict === named).length);
  }
  expect('/summary/units', summary.units, units.length);
  const unwaived = [...whole, ...units.flatMap(({ findings }) => findings)].filter(({ status }) => status !== 'waived');
  expect('/summary/findings', summary.findings, unwaived.length);
  const used = new Set(waivers.filter(({ state }) => state === 'used').map(({ id }) => id));
  const names = new Set<string>();
  for (const [index, unit] of units.entries()) {
    const at = `/units/${String(index)}`;
    const name = `${unit.model}/${unit.environment}`;
    if (names.has(name)) wrong.push(`${at} is ${name} again; expected each unit once`);
    names.add(name);
    const { passed, failed, notApplicable } = unit.checks;
    expect(`${at}/checks, summed up,`, passed + failed + notApplicable, policy.checks);
    for (const [place, finding] of unit.findings.entries()) {
      const here = `${at}/findings/${String(place)}`;
      expect(`${here}/unit`, finding.unit, name);
      if (finding.status !== 'waived') expect(`${here}/waiver`, String(finding.waiver), 'null');
      else if (finding.waiver === null || !used.has(finding.waiver)) {
        wrong.push(`${here}/waiver is ${String(finding.waiver)}; expected one of /waivers that was used`);
      }
    }
    expect(`${at}/verdict`, unit.verdict, worst(unit.findings.map(weightOf)));
  }
  return wrong;
}
