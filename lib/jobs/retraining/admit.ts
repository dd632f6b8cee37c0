import type { Instant } from '../../contracts/common.ts';
import type { PastRun } from './past-runs.ts';

/** How often a model may be trained again. */
export interface Limits {
  /** Hours from the start of one admitted run to the next. */
  readonly cooldownHours: number;
  /** Admitted runs without a proposal before somebody has to look. */
  readonly maxAttempts: number;
}

export interface Admission {
  readonly admitted: boolean;
  /** A sentence for people. */
  readonly reason: string;
}

/**
 * Whether a run may go on. What it does not see, it cannot count: the cluster keeps finished runs for seven days.
 * @param self the run that asks
 */
export function admit(self: string, runs: readonly PastRun[], now: Instant, { cooldownHours, maxAttempts }: Limits): Admission {
  const others = runs
    .filter(({ name, admitted }) => admitted && name !== self)
    // A run that has not started yet is the newest.
    .toSorted((a, b) => (b.startedAt ?? Infinity) - (a.startedAt ?? Infinity));
  const [last] = others;
  if (last === undefined) return { admitted: true, reason: 'no run before this one' };
  const age = last.startedAt === null ? 0 : now.seconds - last.startedAt;
  if (age < cooldownHours * 3600) {
    return {
      admitted: false,
      reason: `${last.name} started ${String(Math.max(0, Math.floor(age / 60)))} minutes ago; the cooldown is ${String(cooldownHours)} hours`,
    };
  }
  const proposed = others.findIndex((run) => run.proposed);
  const attempts = proposed === -1 ? others.length : proposed;
  if (attempts >= maxAttempts) {
    return {
      admitted: false,
      reason: `the last ${String(attempts)} runs, up to ${last.name}, proposed nothing; the limit is ${String(maxAttempts)}: see why, then delete them`,
    };
  }
  return { admitted: true, reason: `attempt ${String(attempts + 1)} of ${String(maxAttempts)}` };
}
