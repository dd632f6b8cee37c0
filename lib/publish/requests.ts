import type { UserError } from '../errors.ts';
import { failureOf, isAmbiguous, type Failure } from './failure.ts';

/** A request, and what it is for. */
type Do = <T>(what: string, request: () => Promise<T>) => Promise<T>;
type DoOrNull = <T>(what: string, request: () => Promise<T>) => Promise<T | null>;

/** The ways in which requests to one forge are made. Each throws what the forge's failure comes to, a UserError `<forge>.*`. */
export interface Requests {
  /** Does a request, and says what it was for when it fails. */
  readonly explained: Do;
  /** Does a request that is not to be repeated blindly: null when it may have been carried out or not. */
  readonly once: DoOrNull;
  /** Null when there is no such thing. */
  readonly orNull: DoOrNull;
}

/**
 * @param explain a failure as an error for people
 * @param absent HTTP statuses that say that there is no such thing
 */
export function requests(explain: (failure: Failure, what: string, cause: unknown) => UserError, absent: readonly number[]): Requests {
  const unless =
    (isNothing: (failure: Failure) => boolean): DoOrNull =>
    async (what, request) => {
      try {
        return await request();
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (isNothing(failure)) return null;
        throw explain(failure, what, thrown);
      }
    };
  return {
    explained: async (what, request) => {
      try {
        return await request();
      } catch (thrown) {
        throw explain(failureOf(thrown), what, thrown);
      }
    },
    once: unless(isAmbiguous),
    orNull: unless(({ status }) => status !== null && absent.includes(status)),
  };
}
