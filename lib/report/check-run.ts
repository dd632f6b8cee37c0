import type { CheckAnnotation, CheckRun } from '../contracts/check-run.ts';
import type { GateFailure } from '../contracts/gate-failure.ts';
import type { Finding, GateReport } from '../contracts/gate-report.ts';
import { clip, visible } from './escape.ts';
import { renderFailureSummary, renderSummary } from './markdown.ts';
import { allGrouped, failureLine, headline, operands, placeOf, sentence } from './words.ts';

/** GitHub refuses longer texts. */
const SUMMARY = 60_000;
/** More than this many nobody reads; the summary counts all. */
const MOST = 1000;

/** An outcome as a check run. Warnings are neutral: they do not block, and they are no success without a word. */
export function checkRun(outcome: GateReport | GateFailure): CheckRun {
  if (outcome.verdict === 'error')
    return { conclusion: 'failure', title: clip(failureLine(outcome), 250), summary: renderFailureSummary(outcome), annotations: [] };
  const findings = allGrouped(outcome);
  const order = { failure: 0, warning: 1, notice: 2 } as const;
  return {
    conclusion: ({ deny: 'failure', warn: 'neutral', pass: 'success' } as const)[outcome.verdict],
    title: headline(outcome),
    summary: renderSummary(outcome, SUMMARY),
    annotations: findings
      .map(annotation)
      .toSorted((a, b) => order[a.annotation_level] - order[b.annotation_level])
      .slice(0, MOST),
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
