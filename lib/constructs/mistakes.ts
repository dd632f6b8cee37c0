import { shown } from '../contracts/shown.ts';
import { UserError, UserErrors } from '../errors.ts';

/** Of a list of all there are, nobody reads more. */
const LONGEST = 1000;

/** Mistakes of one declaration or configuration, collected so that they are reported together. */
export class Mistakes {
  readonly #where: string;
  readonly #code: string;
  readonly #errors: UserError[] = [];

  /**
   * @param where construct path or file, the start of every message
   * @param code of a wrong value
   */
  constructor(where: string, code = 'model.invalid') {
    this.#where = where;
    this.#code = code;
  }

  isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  /**
   * Notes a wrong value under the collection's code.
   * @param what dotted path of the value in the declaration
   * @param expected the end of the sentence, `expected ...` or `must ...`
   */
  note(what: string, seen: unknown, expected: string, fix: string): void {
    this.add(
      this.#code,
      `${what === '' ? '' : `${what} is `}${shown(seen)}; ${expected.length > LONGEST ? `${expected.slice(0, LONGEST)}...` : expected}`,
      fix,
    );
  }

  add(code: string, message: string, fix: string): void {
    this.#errors.push(new UserError(code, `${this.#where}: ${message}`, fix));
  }

  /** Notes what somebody else found and would have thrown. */
  include(error: UserError): void {
    this.#errors.push(error);
  }

  /** All of them, to throw. */
  errors(): UserErrors {
    return new UserErrors(this.#errors);
  }
}
