import type { Instant } from '../contracts/common.ts';
import { UserError } from '../errors.ts';

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const LAST_SECOND = 253402300799;

/** @param seconds whole seconds since 1970, up to the end of the year 9999 @throws UserError `time.invalid` */
export function instantOfSeconds(seconds: number): Instant {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LAST_SECOND) {
    throw new UserError(
      'time.invalid',
      `time: ${String(seconds)} seconds; expected whole seconds from 1970 to the year 9999`,
      'Correct the clock, or the commit.',
    );
  }
  return { at: `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`, seconds };
}

/**
 * A moment as policies see it.
 * @param text RFC 3339 in UTC with whole seconds, `2026-11-21T09:30:00Z`
 * @param where place for the message
 * @throws UserError `time.invalid`, also for days and hours that do not exist
 */
export function instantOf(text: string, where = 'time'): Instant {
  const milliseconds = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse reads February 30 as March 2: only a text that comes back the same exists.
  if (Number.isNaN(milliseconds) || `${new Date(milliseconds).toISOString().slice(0, 19)}Z` !== text || milliseconds < 0) {
    throw new UserError(
      'time.invalid',
      `${where}: ${JSON.stringify(text)}; expected an existing moment in UTC from 1970 on, such as 2026-11-21T09:30:00Z`,
      'Write the time in UTC with whole seconds.',
    );
  }
  return { at: text, seconds: milliseconds / 1000 };
}

/** Midnight, UTC, at the start of a day. @param day `2026-11-21` @throws UserError `time.invalid` */
export function instantOfDay(day: string, where: string): Instant {
  try {
    return instantOf(`${day}T00:00:00Z`, where);
  } catch (thrown) {
    throw new UserError(
      'time.invalid',
      `${where}: ${JSON.stringify(day)}; expected an existing day from 1970 on, such as 2026-11-21`,
      'Correct the day.',
      {
        cause: thrown,
      },
    );
  }
}
