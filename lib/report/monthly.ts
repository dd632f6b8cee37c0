import { byCodeUnit } from '../by-code-unit.ts';
import type { GateReport, UnitReport } from '../contracts/gate-report.ts';
import type { ModelCard } from '../contracts/model-card.ts';
import type { ModelSpec } from '../contracts/model-spec.ts';
import { cell, code, prose } from './escape.ts';

/** A model as a compliance report shows it. */
export interface ReportedModel {
  readonly spec: ModelSpec;
  /** Null when it has none, which the findings deny. */
  readonly card: ModelCard | null;
}

/** The month that a report is of: `2026-11`. */
export function monthOf({ now }: GateReport): string {
  return now.at.slice(0, 7);
}

/**
 * What an auditor asks of every model, once a month: who answers for it, how much harm it can do, what serves where, what the policies
 * say of that, and every exception. Markdown; the same report gives the same text.
 */
export function monthlyReport(report: GateReport, models: readonly ReportedModel[]): string {
  const { summary, policy } = report;
  const lines = [
    `# Compliance report, ${monthOf(report)}`,
    '',
    `Judged at ${report.now.at}, commit ${code(report.head)}${report.dirty ? ' with changes beside it' : ''}, by ${String(policy.checks)} checks (${code(policy.sha256)}, OPA ${prose(policy.opa)}).`,
    `Verdict: **${report.verdict}**. Of ${String(summary.units)} units ${String(summary.passed)} pass, ${String(summary.warned)} warn and ${String(summary.denied)} are denied.`,
    ...models.toSorted((a, b) => byCodeUnit(a.spec.id, b.spec.id)).flatMap((model) => section(model, report)),
    '',
    '## Exceptions',
    '',
    ...(report.waivers.length === 0
      ? ['None.']
      : table(
          ['waiver', 'finding', 'unit', 'ends', 'state'],
          report.waivers.map(({ id, code: finding, unit, expires, state }) => [id, finding, unit, expires, state]),
        )),
    '',
    '## What was judged',
    '',
    ...table(['bytes', 'sha256'], Object.entries(report.digests)),
  ];
  return `${lines.join('\n')}\n`;
}

function section({ spec, card }: ReportedModel, report: GateReport): readonly string[] {
  const units = report.units.filter(({ model }) => model === spec.id);
  const findings = units.flatMap((unit) => unit.findings);
  return [
    '',
    `## ${spec.id}`,
    '',
    prose(spec.description),
    '',
    `Risk tier **${spec.riskTier}**. Owner: ${prose(spec.owner.team)}, ${code(spec.owner.email)}. Card: ${card === null ? 'none' : `reviewed on ${card.reviewed.on} by ${prose(card.reviewed.by)}`}.`,
    '',
    ...table(['environment', 'stable', 'candidate', 'verdict', 'passed', 'failed', 'not applicable'], units.map(unitRow)),
    ...(findings.length === 0
      ? []
      : [
          '',
          ...table(
            ['finding', 'unit', 'subject', 'severity', 'status', 'waiver'],
            findings.map((one) => [one.code, one.unit, one.subject, one.severity, one.status, one.waiver ?? '']),
          ),
        ]),
  ];
}

function unitRow({ environment, stable, candidate, verdict, checks }: UnitReport): readonly string[] {
  return [environment, stable, candidate ?? '', verdict, String(checks.passed), String(checks.failed), String(checks.notApplicable)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((cells) => line(cells.map((text) => (text === '' ? '' : cell(text)))))];
}
