import type { GateReport, UnitReport } from '../contracts/gate-report.ts';
import { groups } from './words.ts';

/** A command line as it can be pasted, and what it does. */
export type NextCommand = readonly [command: string, does: string];

/** Codes whose explanation is named. */
const EXPLAINED = 3;

/** What to run next about a unit, in that order. */
export function nextCommands(unit: UnitReport, { base }: Pick<GateReport, 'base'>): readonly NextCommand[] {
  const { model, environment, verdict, candidate, review } = unit;
  const against = base === null ? '' : ` --base ${base}`;
  const open = groups(unit.findings).filter(({ weight }) => weight < 2);
  const codes = [...new Set(open.map(({ code }) => code))];
  const again: NextCommand = [
    `npx modelgate gate${against} --model ${model} --env ${environment}`,
    'judge this unit again after a correction',
  ];
  if (codes.length > 0) {
    const explained = codes.slice(0, EXPLAINED).map((code): NextCommand => [`npx modelgate explain ${code}`, 'what is asked, and why']);
    return [...explained, again];
  }
  if (verdict !== 'pass' || review === undefined) return [];
  if (candidate !== null) {
    return [
      [`npx modelgate release promote ${model} --version ${candidate} --env ${environment} --as stable`, 'once the rollout is through'],
      [`npx modelgate release rollback ${model} --env ${environment} --version ${candidate} --reason "..."`, 'if it is not to go on'],
    ];
  }
  const { next, change } = review;
  const arrived = change.introduced.includes(unit.stable) && !change.rolledBack;
  return next === null || !arrived
    ? []
    : [[`npx modelgate release promote ${model} --version ${unit.stable} --env ${next}`, `the next environment, once this is merged`]];
}
