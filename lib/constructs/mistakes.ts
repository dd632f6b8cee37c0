import { UserError, UserErrors } from '../errors.ts';

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
    const value = seen === undefined ? 'nothing' : JSON.stringify(seen);
    this.add(this.#code, `${what === '' ? '' : `${what} is `}${value.length > 80 ? `${value.slice(0, 77)}...` : value}; ${expected}`, fix);
  }

  add(code: string, message: string, fix: string): void {
    this.#errors.push(new UserError(code, `${this.#where}: ${message}`, fix));
  }

  /** All of them, to throw. */
  errors(): UserErrors {
    return new UserErrors(this.#errors);
  }
}
