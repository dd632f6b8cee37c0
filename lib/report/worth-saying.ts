import type { GateReport } from '../contracts/gate-report.ts';
import { isTouched } from '../contracts/is-touched.ts';

/**
 * Whether a pull request needs to hear of a report: it is denied, or it changes something that is judged or that every model shares. What time
 * alone made worse of things that it leaves alone is not its business, so it stays unsaid unless it denies.
 */
export function worthSaying({ verdict, base, units, removed, review }: GateReport): boolean {
  if (verdict === 'deny' || base === null || review === undefined) return true;
  return removed.length + review.resources.length + review.guarded.length > 0 || units.some(isTouched);
}
