import type { Finding, GateReport } from '../contracts/gate-report.ts';
import { clip, commandData, commandProperty, visible } from './escape.ts';
import { allGrouped, headline, operands, placeOf, sentence } from './words.ts';

/** GitHub shows ten annotations of a level and drops the rest without a word, so the tenth says how many there are. */
const SHOWN = 9;

type Level = 'error' | 'warning' | 'notice';

/** Workflow commands that annotate a pull request's files: what denies as errors, warnings as warnings, notes and waived findings as notices. */
export function github(report: GateReport): string {
  const findings = allGrouped(report);
  const lines = (['error', 'warning', 'notice'] as const).flatMap((level) => {
    const ofLevel = findings.filter((finding) => levelOf(finding) === level);
    const shown = ofLevel.slice(0, ofLevel.length > SHOWN + 1 ? SHOWN : SHOWN + 1).map((finding) => annotation(level, finding));
    const more = ofLevel.length - shown.length;
    return more === 0 ? shown : [...shown, `::${level} title=modelgate::${String(more)} more of this level are in the full report`];
  });
  return [...lines, `modelgate: ${headline(report)}`].map((line) => `${line}\n`).join('');
}

function levelOf({ status, severity }: Finding): Level {
  return status === 'waived' ? 'notice' : ({ deny: 'error', warn: 'warning', info: 'notice' } as const)[severity];
}

function annotation(level: Level, finding: Finding): string {
  const { code, unit, fix, status, waiver } = finding;
  const { observed, expected } = operands(finding);
  const how = status === 'inconclusive' ? ', inconclusive' : status === 'waived' ? `, waived by ${visible(waiver ?? 'a waiver')}` : '';
  const lines = [
    sentence(finding, (text) => visible(clip(text, 1000))),
    ...(observed === null ? [] : [`observed: ${visible(clip(observed, 400))}`]),
    ...(expected === null ? [] : [`expected: ${visible(clip(expected, 400))}`]),
    `fix: ${visible(clip(fix, 1000))}`,
  ];
  const { path, line } = placeOf(finding);
  const file = `file=${commandProperty(visible(path))},line=${String(line)},`;
  return `::${level} ${file}title=${commandProperty(visible(`${code} (${unit}${how})`))}::${commandData(lines.join('\n'))}`;
}
