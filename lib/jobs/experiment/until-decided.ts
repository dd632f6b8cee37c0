import { UserError } from '../../errors.ts';

/** The clock, as it can be replaced. */
export interface Clock {
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly wait: (seconds: number) => Promise<void>;
}

const EVERY_SECONDS = 60;
/** A rate needs two scrapes, and one may be late. */
const SHORTEST_SECONDS = 120;
/** Prometheus may restart; it may not stay away. */
const FORGIVEN_FAILURES = 5;

/**
 * Looks until something is decided.
 * @param look is given the seconds since the start; null means: look again
 * @returns null when nothing was decided in time: no data is no success
 * @throws what `look` threw, when it did so more than five times in a row
 */
export async function untilDecided<T>(clock: Clock, hours: number, look: (seconds: number) => Promise<T | null>): Promise<T | null> {
  const start = clock.now();
  let failures = 0;
  await clock.wait(SHORTEST_SECONDS);
  for (;;) {
    const elapsed = Math.round(clock.now() - start);
    try {
      const found = await look(elapsed);
      if (found !== null) return found;
      failures = 0;
    } catch (thrown) {
      failures += 1;
      if (!(thrown instanceof UserError) || failures > FORGIVEN_FAILURES) throw thrown;
    }
    if (elapsed >= hours * 3600) return null;
    await clock.wait(EVERY_SECONDS);
  }
}
