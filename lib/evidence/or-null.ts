import { UserError, UserErrors } from '../errors.ts';

/** Null where a person's mistake is in the way: for what is only shown, and judged elsewhere. */
export async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (thrown) {
    if (thrown instanceof UserError || thrown instanceof UserErrors) return null;
    throw thrown;
  }
}
