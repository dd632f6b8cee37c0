const NOT_REPORTED = 'not reported';
const DIGITS = 6;

function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

function show(value: unknown, exact: boolean): string {
  if (value === undefined || value === null) return NOT_REPORTED;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(exact ? value : rounded(value));
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'number' && !exact ? rounded(inner) : inner));
}

/**
 * A finding's sentence. Fractions have at most 6 significant digits, more only where two different values would look the same; whole
 * numbers are counts and stay whole; lists and objects are compact JSON; null is "not reported". Values from files stay as they are: whoever
 * renders the sentence escapes it.
 * @param template text with `{subject}`, `{observed}` and `{expected}`
 */
export function messageFor(template: string, subject: string, observed: unknown, expected: unknown): string {
  const alike = show(observed, false) === show(expected, false) && show(observed, true) !== show(expected, true);
  // One pass: a value that holds "{expected}" is not filled in again.
  return template.replace(/\{(subject|observed|expected)\}/g, (_, name: string) =>
    name === 'subject' ? subject : show(name === 'observed' ? observed : expected, alike),
  );
}
