import type { Log, Result, ReportingDescriptor } from 'sarif';
import type { Finding, GateReport } from '../contracts/gate-report.ts';
import { fingerprint } from './fingerprint.ts';
import { printableJson } from '../printable.ts';
import { sortedJson } from '../sorted-json.ts';
import { clip, visible } from './escape.ts';
import { allFindings, headline, operands, placeOf, sentence } from './words.ts';

/**
 * SARIF 2.1.0 for code scanning: one rule a code, one result a finding. A waived finding is a suppressed result, so that it shows as dismissed and not
 * as gone. The fingerprint is of code, unit and subject: the same finding of a later run is the same alert, whatever its numbers are by
 * then. Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
 */
export function sarif(report: GateReport): string {
  const findings = allFindings(report);
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'modelgate',
            rules: codes.map((code) => rule(code, findings)),
          },
        },
        automationDetails: { id: 'modelgate/' },
        results: findings.map((finding) => result(finding, codes.indexOf(finding.code))),
        properties: {
          verdict: report.verdict,
          headline: headline(report),
          head: report.head,
          base: report.base,
          judgedAt: report.now.at,
          policy: { ...report.policy },
          digests: { ...report.digests },
        },
      },
    ],
  };
  return printableJson(sortedJson(log));
}

const LEVELS = { deny: 'error', warn: 'warning', info: 'note' } as const;

function rule(code: string, findings: readonly Finding[]): ReportingDescriptor {
  const first = findings.find((finding) => finding.code === code);
  const fix = visible(first?.fix ?? '');
  return {
    id: code,
    shortDescription: { text: code },
    help: { text: fix, markdown: `${fix}\n\nSee \`docs/findings/${code}.md\`, or run \`modelgate explain ${code}\`.` },
    defaultConfiguration: { level: LEVELS[first?.severity ?? 'deny'] },
    properties: { tags: ['modelgate', code.split('.')[0] ?? code] },
  };
}

function result(finding: Finding, ruleIndex: number): Result {
  const { code, unit, subject, severity, status, waiver } = finding;
  const { path, line } = placeOf(finding);
  const { observed, expected } = operands(finding);
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    kind: 'fail',
    message: { text: visible(`${unit}: ${clip(sentence(finding), 1000)}`) },
    // Code scanning drops a result without a place.
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(visible(path)), uriBaseId: '%SRCROOT%' },
          region: { startLine: line },
        },
      },
    ],
    partialFingerprints: { 'modelgate/v1': fingerprint(finding) },
    ...(status === 'waived' ? { suppressions: [{ kind: 'external', justification: `waived by ${visible(waiver ?? '')}` }] } : {}),
    properties: { unit, status, subject: visible(subject), observed: shown(observed), expected: shown(expected) },
  };
}

function shown(operand: string | null): string | null {
  return operand === null ? null : visible(clip(operand, 400));
}
