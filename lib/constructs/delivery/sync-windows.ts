import type { RiskTier } from '../../contracts/common.ts';
import type { Config } from '../../contracts/config.ts';
import type { Freeze } from '../../contracts/config/sync-window.ts';
import { namespaceOf } from '../names.ts';
import { daysFrom } from './check-windows.ts';

type Environment = Config['environments'][number];

/** Cron has no year: a freeze comes back a year later, unless it is taken out of the configuration before. */
function frozen({ from, to, reason }: Freeze) {
  const [, month, day] = from.split('-').map(Number);
  return {
    kind: 'deny' as const,
    schedule: `0 0 ${String(day)} ${String(month)} *`,
    duration: `${String(24 * daysFrom(from, to))}h`,
    timeZone: 'UTC',
    reason,
  };
}

/**
 * The windows of a project. They hold back what Argo CD does by itself; a person with the right to sync may still do so by hand,
 * because a rollback must not wait for a window.
 * @param tier null for what an environment shares
 */
export function syncWindowsOf({ name, syncWindows = [], freeze = [] }: Environment, tier: RiskTier | null) {
  const own = syncWindows.filter(({ tiers }) => tiers === undefined || (tier !== null && tiers.includes(tier)));
  const windows = [...own, ...freeze.map(frozen)].map(({ kind, schedule, duration, timeZone = 'UTC', reason }) => ({
    kind,
    schedule,
    duration,
    timeZone,
    description: reason,
    namespaces: [namespaceOf(name)],
    manualSync: true,
  }));
  return windows.length === 0 ? {} : { syncWindows: windows };
}
