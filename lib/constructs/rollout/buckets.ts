import type { AbTest } from '../../contracts/spec/rollout.ts';

/**
 * A regular expression (RE2, matched whole) for the two-digit buckets below `count`, 1 to 100: `00` is the first, `99` the last.
 */
export function bucketsBelow(count: number): string {
  const tens = Math.floor(count / 10);
  const ones = count % 10;
  const digits = (last: number): string => (last === 0 ? '0' : `[0-${String(last)}]`);
  const whole = tens === 0 ? [] : [`${digits(tens - 1)}[0-9]`];
  const rest = ones === 0 ? [] : [`${String(tens)}${digits(ones - 1)}`];
  return `(${[...whole, ...rest].join('|')})`;
}

/** Which calls reach the candidate: those whose bucket is below its share. A cookie stands among others, in any place. */
export function experimentMatch({ split, shares }: Pick<AbTest, 'split' | 'shares'>) {
  const buckets = bucketsBelow(shares.candidate);
  return split.by === 'header'
    ? { headerName: split.name, headerValue: { regex: buckets } }
    : { headerName: 'cookie', headerValue: { regex: `(.*; ?)?${split.name}=${buckets}(;.*)?` } };
}
