import { expect, test } from 'vitest';
import { checkRun, choose, renderComment, renderers, renderFailure, renderQuiet } from '../../lib/report/index.ts';
import { expectGolden } from '../support/golden.ts';
import { clean, denied, failure, firstTime, hostile, huge, promoted, rolledBack, untouched, warned } from './reports.ts';

const golden = (name: string): URL => new URL(`golden/${name}`, import.meta.url);
const plain = { color: false, seconds: 1.234 };
const docsBase = 'https://github.com/acme/models/blob/main/docs/findings';

test.each([
  ['denied.md', denied],
  ['clean.md', clean],
  ['warned.md', warned],
  ['hostile.md', hostile],
  ['first-time.md', firstTime],
  ['promoted.md', promoted],
  ['rolled-back.md', rolledBack],
  ['huge.md', huge],
] as const)('the whole comment is %s', (name, report) => {
  expectGolden(renderComment(report, { scope: 'gate', run: 1234, docsBase }), golden(name));
});

test('the comment of a change that touches nothing is quiet.md', () => {
  expectGolden(renderQuiet(untouched, { scope: 'gate' }), golden('quiet.md'));
});

test('the comment of a run that could not judge is failure.md', () => {
  expectGolden(renderFailure(failure, { scope: 'gate' }), golden('failure.md'));
});

test.each([
  ['denied.txt', denied],
  ['clean.txt', clean],
  ['warned.txt', warned],
  ['hostile.txt', hostile],
  ['promoted.txt', promoted],
] as const)('the whole terminal report is %s', (name, report) => {
  expectGolden(choose('pretty')(report, plain), golden(name));
});

test('the workflow commands are denied.github.txt', () => {
  expectGolden(choose('github')(denied, plain), golden('denied.github.txt'));
});

test('the JSON is denied.json', () => {
  expectGolden(choose('json')(denied, plain), golden('denied.json'));
});

test('the SARIF is denied.sarif.json', () => {
  expectGolden(choose('sarif')(denied, plain), golden('denied.sarif.json'));
});

test('the JUnit XML is denied.junit.xml', () => {
  expectGolden(choose('junit')(denied, plain), golden('denied.junit.xml'));
});

test('the code quality report of GitLab is denied.codequality.json', () => {
  expectGolden(choose('codequality')(denied, plain), golden('denied.codequality.json'));
});

test('the check run is denied.check-run.json', () => {
  expectGolden(`${JSON.stringify(checkRun(denied), null, 2)}\n`, golden('denied.check-run.json'));
});

test('every format gives the same text for the same report, ends with a line end and has no trailing blanks', () => {
  for (const render of Object.values(renderers)) {
    const text = render(denied, plain);
    expect(render(structuredClone(denied), plain)).toBe(text);
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toMatch(/[ \t]$/m);
  }
});

test.each(['', 'html', 'toString', '__proto__', 'PRETTY'])('an unknown format %j is refused with the list of known ones', (name) => {
  expect(() => choose(name)).toThrow(/expected one of pretty, json, markdown, summary, github, sarif, junit, codequality$/);
});
