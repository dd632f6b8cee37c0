import { UserError, UserErrors } from '../../lib/errors.ts';

/** Code and message of everything that `run` complains about. @throws Error when it does not, and whatever else it throws */
export function complaints(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    const errors = error instanceof UserErrors ? error.errors : error instanceof UserError ? [error] : [];
    if (errors.length === 0) throw error;
    return errors.map(({ code, message }) => `${code} ${message}`);
  }
  throw new Error('nothing was thrown');
}
