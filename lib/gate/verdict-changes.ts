import type { UnitReport } from '../contracts/gate-report.ts';
import type { VerdictChange } from '../contracts/unit-review.ts';

/** Codes that are listed of one unit. */
const LISTED = 100;

/** Units that were judged twice with another verdict or other findings, in the order of the second time. */
export function verdictChanges(before: readonly UnitReport[], after: readonly UnitReport[]): readonly VerdictChange[] {
  const known = new Map(before.map((unit) => [nameOf(unit), unit]));
  return after.flatMap((unit) => {
    const old = known.get(nameOf(unit));
    if (old === undefined) return [];
    const [then, now] = [weighing(old), weighing(unit)];
    const gained = now.filter((code) => !then.includes(code));
    const lost = then.filter((code) => !now.includes(code));
    if (old.verdict === unit.verdict && gained.length + lost.length === 0) return [];
    return [{ unit: nameOf(unit), before: old.verdict, after: unit.verdict, gained: gained.slice(0, LISTED), lost: lost.slice(0, LISTED) }];
  });
}

const nameOf = ({ model, environment }: UnitReport): string => `${model}/${environment}`;

/** Codes that count, each once: a waived finding weighs nothing, nor does a note. */
function weighing({ findings }: UnitReport): readonly string[] {
  const counted = findings.filter(({ status, severity }) => status !== 'waived' && severity !== 'info');
  return [...new Set(counted.map(({ code }) => code))];
}
