import type { GateReport, Verdict } from '../contracts/gate-report.ts';
import { allFindings } from './words.ts';

/** The worst that a report's findings of one topic say, `fairness` for `fairness.*`. A waived finding says nothing. */
export function topicVerdict(report: GateReport, topic: string): Verdict {
  const severities = allFindings(report)
    .filter(({ code, status }) => code.startsWith(`${topic}.`) && status !== 'waived')
    .map(({ severity }) => severity);
  if (severities.includes('deny')) return 'deny';
  return severities.includes('warn') ? 'warn' : 'pass';
}
