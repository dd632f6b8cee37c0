import type { Finding } from '../contracts/gate-report.ts';
import { sha256 } from '../sha256.ts';

/** What stays of a finding from run to run, whatever its numbers and lines are by then: its code, its unit and its subject. */
export function fingerprint({ code, unit, subject }: Finding): string {
  return sha256([code, unit, subject].join('\0'));
}
