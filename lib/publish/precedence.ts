import type { ReportMarker } from '../contracts/report-marker.ts';

/**
 * Negative when report `a` must give way to `b`, positive the other way round, 0 when either may stand. First counts which one is about
 * what the pull request is now: a force push can make an older commit the head again, so no clock decides that. Then the later CI run
 * (a re-run of an old one keeps its number), then the later time of judging.
 * @param heads commits that the pull request stands for now
 */
export function precedence(a: ReportMarker, b: ReportMarker, heads: readonly string[]): number {
  const current = (marker: ReportMarker): number => (heads.includes(marker.head) ? 1 : 0);
  return current(a) - current(b) || a.run - b.run || a.now - b.now;
}
