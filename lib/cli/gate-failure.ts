import type { GateFailure } from '../contracts/gate-failure.ts';
import { UserError, UserErrors } from '../errors.ts';

/** What a run that could not judge leaves behind; null when it broke for a reason that is nobody's mistake. */
export function gateFailure(thrown: unknown, where: Pick<GateFailure, 'base' | 'head' | 'now'>): GateFailure | null {
  const errors = thrown instanceof UserErrors ? thrown.errors : thrown instanceof UserError ? [thrown] : [];
  if (errors.length === 0) return null;
  return { schemaVersion: 1, verdict: 'error', ...where, errors: errors.map(({ code, message, fix }) => ({ code, message, fix })) };
}
