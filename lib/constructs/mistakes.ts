import { UserError, UserErrors } from '../errors.ts';

/** Mistakes of one declaration, collected so that they are reported together. */
export class Mistakes {
  readonly #where: string;
  readonly #errors: UserError[] = [];

  /** @param where construct path, the start of every message */
  constructor(where: string) {
    this.#where = where;
  }

  isEmpty(): boolean {
    return this.#errors.length === 0;
  }

  /**
   * Notes a wrong value under the code `model.invalid`.
   * @param what dotted path of the value in the declaration
   * @param expected the end of the sentence, `expected ...` or `must ...`
   */
  note(what: string, seen: unknown, expected: string, fix: string): void {
    const value = seen === undefined ? 'nothing' : JSON.stringify(seen);
    this.add(
      'model.invalid',
      `${what === '' ? '' : `${what} is `}${value.length > 80 ? `${value.slice(0, 77)}...` : value}; ${expected}`,
      fix,
    );
  }

  add(code: string, message: string, fix: string): void {
    this.#errors.push(new UserError(code, `${this.#where}: ${message}`, fix));
  }

  /** All of them, to throw. */
  errors(): UserErrors {
    return new UserErrors(this.#errors);
  }
}
