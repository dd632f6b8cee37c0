import type { CheckResult } from '../contracts/check.ts';
import type { Finding, UnitReport } from '../contracts/gate-report.ts';
import { terminal } from './escape.ts';
import { table } from './table.ts';
import { operands, releases } from './words.ts';

/** What one check says of one subject of a unit. */
interface SubjectStanding {
  readonly subject: string;
  readonly status: 'passed' | Finding['status'];
  /** What it weighs; null when it passed. */
  readonly severity: Finding['severity'] | null;
  /** The waiver that covers it, or null. */
  readonly waiver: string | null;
  /** As JSON values; null when there is nothing to show. */
  readonly observed: unknown;
  readonly expected: unknown;
}

/** How a unit stands towards one check. */
export interface Standing extends Pick<UnitReport, 'model' | 'environment' | 'stable' | 'candidate'> {
  /** Why the check has nothing to do here; null where it has. */
  readonly notApplicable: string | null;
  /** What is found first, then what passed. */
  readonly subjects: readonly SubjectStanding[];
}

/** What a unit's report, and the check's own answer, say of one check. */
export function standingOf({ code, reason, passed, facts }: CheckResult, report: UnitReport): Standing {
  const { model, environment, stable, candidate } = report;
  return {
    model,
    environment,
    stable,
    candidate,
    notApplicable: reason,
    subjects: [
      ...report.findings
        .filter((finding) => finding.code === code)
        .map(({ subject, status, severity, waiver, observed, expected }) => ({ subject, status, severity, waiver, observed, expected })),
      ...passed.map((subject) => ({
        subject,
        status: 'passed' as const,
        severity: null,
        waiver: null,
        observed: facts[subject]?.observed ?? null,
        expected: facts[subject]?.expected ?? null,
      })),
    ],
  };
}

/** The units below each other, for a terminal. */
export function renderStandings(standings: readonly Standing[]): string {
  return standings.map((standing) => `${linesOf(standing).join('\n')}\n`).join('\n');
}

function linesOf(standing: Standing): string[] {
  const { model, environment, notApplicable, subjects } = standing;
  const rows = subjects.map((one) => {
    const { observed, expected } = operands(one);
    return [one.subject, result(one), observed ?? '', expected ?? ''].map((text) => terminal(text));
  });
  return [
    `${terminal(model)}/${terminal(environment)}, release ${terminal(releases(standing, '->'))}`,
    ...(notApplicable === null ? [] : [`  not applicable: ${terminal(notApplicable)}`]),
    ...(rows.length === 0 ? [] : table('  ', ['subject', 'result', 'observed', 'expected'], rows, 4)),
  ];
}

function result({ status, severity, waiver }: SubjectStanding): string {
  if (waiver !== null) return `waived by ${waiver}`;
  return severity === null ? status : `${status} (${severity})`;
}
