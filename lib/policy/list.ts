import type { Check } from '../contracts/check.ts';
import type { PolicySource } from './policy-source.ts';
import { readRoster, rosterOf } from './roster.ts';

/** Every check of a repository, ordered by code, read from its sources. */
export async function listChecks(source: PolicySource): Promise<readonly Check[]> {
  return rosterOf(await readRoster(source));
}

/** One line a check: severity, code, title. */
export function renderList(checks: readonly Check[]): string {
  const widest = Math.max(...checks.map(({ code }) => code.length));
  return checks.map(({ severity, code, title }) => `${severity.padEnd(4)}  ${code.padEnd(widest)}  ${title}\n`).join('');
}
