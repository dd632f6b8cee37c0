/**
 * A mistake that a person can put right. The command line prints it without a stack and exits with 2.
 *
 * Shape on the terminal:
 *
 *     error yaml.duplicate_key
 *       models/churn/card.yaml:4:1: key "model" appears twice; expected each key once
 *       fix: Remove one of the two.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** Stable dotted code, `<area>.<what>`. */
  readonly code: string;
  /** What to do, one imperative sentence. */
  readonly fix: string;

  /**
   * @param code stable dotted code
   * @param message `where: what was seen; what was expected`
   * @param fix one imperative sentence
   */
  constructor(code: string, message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.fix = fix;
  }
}

/** Several mistakes found in one go, reported together so that nobody fixes them one run at a time. */
export class UserErrors extends Error {
  override readonly name = 'UserErrors';
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join('\n'));
    this.errors = errors;
  }
}

/** One thrown value, whatever it is: the WASM SDK throws strings and plain objects as well as Errors. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown === 'string') return thrown;
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) return String(thrown.message);
  return String(thrown);
}
