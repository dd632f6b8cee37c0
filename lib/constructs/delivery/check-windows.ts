import type { Config } from '../../contracts/config.ts';
import { cronProblem } from '../cron.ts';
import type { Mistakes } from '../mistakes.ts';
import { isTimeZone } from '../time-zone.ts';

/** More days than this are no freeze any more. */
const LONGEST_FREEZE_DAYS = 92;

const DAY_MS = 24 * 3600 * 1000;

/** The first moment of a day; null when the calendar doesn't have it. */
function startOf(day: string): number | null {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== day ? null : at;
}

/** Days from one to the other, both included. @throws RangeError when the calendar lacks one: check first */
export function daysFrom(from: string, to: string): number {
  const [first, last] = [startOf(from), startOf(to)];
  if (first === null || last === null) throw new RangeError(`${from} to ${to} are no days`);
  return Math.round((last - first) / DAY_MS) + 1;
}

/** Notes what Argo CD would misread or ignore without a word. */
export function checkWindows({ environments }: Config, mistakes: Mistakes): void {
  for (const { name, syncWindows = [], freeze = [] } of environments) {
    syncWindows.forEach(({ schedule, timeZone }, index) => {
      const where = `environments.${name}.syncWindows[${String(index)}]`;
      const problem = cronProblem(schedule);
      if (problem !== null) mistakes.note(`${where}.schedule`, schedule, problem, 'Write cron with five fields: 0 8 * * 1-5.');
      if (timeZone !== undefined && !isTimeZone(timeZone)) {
        mistakes.note(`${where}.timeZone`, timeZone, 'expected an IANA time zone', 'Write it like Europe/Berlin.');
      }
    });
    freeze.forEach(({ from, to }, index) => {
      const where = `environments.${name}.freeze[${String(index)}]`;
      const unknown = (
        [
          ['from', from],
          ['to', to],
        ] as const
      ).filter(([, day]) => startOf(day) === null);
      for (const [end, day] of unknown) mistakes.note(`${where}.${end}`, day, 'expected a day that the calendar has', 'Correct the day.');
      if (unknown.length > 0) return;
      const days = daysFrom(from, to);
      if (days < 1) mistakes.note(`${where}.to`, to, `expected ${from} or later`, 'Exchange the two days.');
      if (days > LONGEST_FREEZE_DAYS) {
        mistakes.note(`${where}.to`, to, `expected at most ${String(LONGEST_FREEZE_DAYS)} days from ${from}`, 'Shorten the freeze.');
      }
    });
  }
}
