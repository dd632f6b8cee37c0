import type { GateReport } from '../contracts/gate-report.ts';

/** Whether a report passes and names no change: a pull request that is about something else needs no comment about models. */
export function nothingToSay({ verdict, units, removed }: GateReport): boolean {
  if (verdict !== 'pass' || removed.length > 0) return false;
  return units.every(({ manifests: { added, changed, removed: gone } }) => added.length + changed.length + gone.length === 0);
}
