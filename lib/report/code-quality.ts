import type { Finding, GateReport } from '../contracts/gate-report.ts';
import { printableJson } from '../printable.ts';
import { clip, visible } from './escape.ts';
import { fingerprint } from './fingerprint.ts';
import { allFindings, placeOf, sentence } from './words.ts';

const SEVERITY = { deny: 'blocker', warn: 'major', info: 'info' } as const;

/**
 * A code quality report of GitLab: what a merge request shows beside the lines that it changes. What denies is a blocker; what is waived is left for
 * information. Source: GitLab Docs, "Code Quality", report format.
 */
export function codeQuality(report: GateReport): string {
  const issues = allFindings(report).map(issue);
  return `${printableJson(JSON.stringify(issues, null, 2))}\n`;
}

function issue(finding: Finding): unknown {
  const { code, unit, severity, status, waiver, fix } = finding;
  const { path, line } = placeOf(finding);
  const how = status === 'waived' ? ` (waived by ${waiver ?? 'a waiver'})` : status === 'inconclusive' ? ' (inconclusive)' : '';
  return {
    description: visible(clip(`${unit}: ${sentence(finding)}${how}. ${fix}`, 1000)),
    check_name: code,
    fingerprint: fingerprint(finding),
    severity: status === 'waived' ? 'info' : SEVERITY[severity],
    location: { path: visible(path), lines: { begin: line } },
  };
}
