import type { Finding, GateReport } from '../contracts/gate-report.ts';
import { clip, visible } from './escape.ts';
import { renderSummary } from './markdown.ts';
import { groups, headline, operands, placeOf, sentence } from './words.ts';

/** GitHub takes so many annotations in one request. */
const PER_REQUEST = 50;
/** GitHub refuses longer texts. */
const SUMMARY = 60_000;
/** More than this many nobody reads; the summary counts all. */
const MOST = 1000;

/** One annotation of a check run, as GitHub's API has it. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** A check run about a report. The first request makes it, every further one adds the next annotations. */
export interface CheckRun {
  readonly head_sha: string;
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  readonly summary: string;
  /** At most 50 each; at least one batch, which may be empty. */
  readonly annotations: readonly (readonly CheckAnnotation[])[];
}

/** A report as a check run. Warnings are neutral: they do not block, and they are no success without a word. */
export function checkRun(report: GateReport): CheckRun {
  const findings = report.units.flatMap((unit) => groups(unit.findings).flatMap((group) => group.findings));
  const order = { failure: 0, warning: 1, notice: 2 } as const;
  const all = findings
    .map(annotation)
    .toSorted((a, b) => order[a.annotation_level] - order[b.annotation_level])
    .slice(0, MOST);
  const batches = Array.from({ length: Math.max(1, Math.ceil(all.length / PER_REQUEST)) }, (_, at) =>
    all.slice(at * PER_REQUEST, (at + 1) * PER_REQUEST),
  );
  return {
    head_sha: report.head,
    conclusion: ({ deny: 'failure', warn: 'neutral', pass: 'success' } as const)[report.verdict],
    title: headline(report),
    summary: renderSummary(report, SUMMARY),
    annotations: batches,
  };
}

function annotation(finding: Finding): CheckAnnotation {
  const { code, unit, fix, status, severity, waiver } = finding;
  const { path, line } = placeOf(finding);
  const { observed, expected } = operands(finding);
  const how = status === 'inconclusive' ? ', inconclusive' : status === 'waived' ? `, waived by ${waiver ?? 'a waiver'}` : '';
  const lines = [
    sentence(finding),
    ...(observed === null ? [] : [`observed: ${observed}`]),
    ...(expected === null ? [] : [`expected: ${expected}`]),
    `fix: ${fix}`,
  ];
  return {
    path: visible(path),
    start_line: line,
    end_line: line,
    annotation_level: status === 'waived' ? 'notice' : ({ deny: 'failure', warn: 'warning', info: 'notice' } as const)[severity],
    title: visible(clip(`${code} (${unit}${how})`, 250)),
    message: lines.map((text) => visible(clip(text, 1000))).join('\n'),
  };
}
