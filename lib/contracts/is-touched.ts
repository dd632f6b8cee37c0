import type { UnitReport } from './gate-report.ts';

/** Whether the judged change does anything to a unit; true where that is not known: nothing was compared, or an older version wrote the report. */
export function isTouched({ stable, candidate, review }: UnitReport): boolean {
  if (review?.change.compared !== true) return true;
  const { before, introduced, rewritten, rolledBack, card, declaration } = review.change;
  return (
    before?.stable !== stable ||
    before.candidate !== candidate ||
    introduced.length + rewritten.length + review.resources.length > 0 ||
    rolledBack ||
    card ||
    declaration ||
    review.limits.moved?.length !== 0
  );
}
