import { UserError, UserErrors } from '../../../lib/errors.ts';

/** `code: message` of everything that `act` complains about; throws what is not a UserError, and when there is no complaint. */
export async function refusals(act: () => unknown): Promise<readonly string[]> {
  try {
    await act();
  } catch (thrown) {
    const errors = thrown instanceof UserErrors ? thrown.errors : thrown instanceof UserError ? [thrown] : null;
    if (errors === null) throw thrown;
    return errors.map(({ code, message }) => `${code}: ${message}`);
  }
  throw new Error('expected a refusal, and there was none');
}

/** The first complaint. */
export async function refusal(act: () => unknown): Promise<string> {
  return (await refusals(act))[0] ?? '';
}
