import { expect, test } from 'vitest';
import { pretty } from '../../lib/report/pretty.ts';
import { denied, finding, hostile, report, unit, warned } from './reports.ts';

// eslint-disable-next-line no-control-regex -- the control character is what the test is about
const COLOR = /\u001b\[\d+m/g;

test('colour adds nothing but colour: the words are the same without it', () => {
  const colored = pretty(denied, { color: true, seconds: 1 });
  expect(colored).toMatch(COLOR);
  expect(colored.replace(COLOR, '')).toBe(pretty(denied, { color: false, seconds: 1 }));
});

test('no line of hostile texts is one that a CI runner obeys, and none holds a control character', () => {
  for (const line of pretty(hostile, { color: false, seconds: 1 }).split('\n')) {
    expect(line.trimStart()).not.toMatch(/^::/);
    expect(line).not.toMatch(/##\w*\[|\p{Cc}/u);
  }
});

test('sentences are broken before column 96', () => {
  const text = pretty(
    report([unit({ verdict: 'deny', findings: [finding({ message: 'word '.repeat(200), fix: 'word '.repeat(200) })] })]),
    { color: false, seconds: 1 },
  );
  for (const line of text.split('\n').filter((each) => each.includes('word'))) expect(line.length).toBeLessThanOrEqual(96);
});

test('a unit with nothing to tell is a line of the table and no section', () => {
  expect(pretty(warned, { color: false, seconds: 1 })).not.toMatch(/^credit-approval\/prod/m);
});
