import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableJson } from '../../lib/printable.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, scratchRepository } from '../support/scratch.ts';
import { INJECTIONS } from '../report/injections.ts';

/** What a terminal or a runner would act upon. */
const ACTS = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|##\w*\[|^\s*::/mu;

test.each([
  'Zażółć gęślą jaźń',
  'مدل «ترجیح»\u200cها',
  '👩\u200d🔬 résumé',
  'a: b::c\n\tindented\n',
  'std::vector',
  '# heading\n## other\n',
  '[x]',
])('%j stays as it is', (text) => {
  expect(printable(text)).toBe(text);
});

test('nothing that people wrote acts on a terminal or a CI runner', () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(...INJECTIONS),
        fc.constantFrom('::', ':', '#', '##[', '[', ' ', '\n', '\t', '\u001b[8m', '\r'),
        fc.string({ unit: 'binary', maxLength: 5 }),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (one) => {
      expect(printable(one)).not.toMatch(ACTS);
    }),
    { numRuns: 2000 },
  );
});

test('plain colours pass where they are shown, and what conceals or moves does not', () => {
  expect(printable('\u001b[31mred\u001b[m \u001b[1;36mbold\u001b[0m', true)).toBe('\u001b[31mred\u001b[m \u001b[1;36mbold\u001b[0m');
  expect(printable('\u001b[31mred', false)).toBe('⟨U+001B⟩[31mred');
  for (const sequence of ['\u001b[8m', '\u001b[2J', '\u001b]0;title\u0007', '\u001b[1A', '\u001b[31;8m', '\u009b2J'])
    expect(printable(sequence, true)).not.toMatch(ACTS);
});

test('JSON is the same value afterwards', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...INJECTIONS))), (value) => {
      const text = printableJson(JSON.stringify(value, null, 2));
      expect(text).not.toMatch(ACTS);
      expect(JSON.parse(text)).toEqual(value);
    }),
  );
});

const EVIL = 'Looks fine\u001b[2K\u001b[1A\u202e ##[add-mask]x ::error::forged';

test('titles and names from git do not act where commands print them', { timeout: 60_000 }, async () => {
  const repository = scratchRepository();
  const releases = path.join(repository, 'models/churn/releases.yaml');
  writeFileSync(releases, readFileSync(releases, 'utf8').replace('stable: 1.0.0\n    candidate: 1.1.0', 'stable: 1.1.0'));
  git(repository, 'add', '--all');
  git(repository, '-c', `user.name=${EVIL}`, 'commit', '--quiet', '--message', EVIL);
  for (const args of [
    ['history', 'churn'],
    ['history', 'churn', '--json'],
    ['verify-merge'],
    ['verify-merge', '--json'],
    ['policy', 'replay', '--since', 'HEAD~1'],
  ]) {
    const { out, err } = await inProcess(repository, args);
    expect(`${out}${err}`, args.join(' ')).not.toMatch(ACTS);
  }
  expect((await inProcess(repository, ['history', 'churn'])).out).toContain('Looks fine⟨U+001B⟩[2K');
});

test('branch names, ids and what a card says do not act where an error repeats them', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const acting = INJECTIONS.filter((text) => ACTS.test(text));
  expect(acting.length).toBeGreaterThan(4);
  for (const text of acting) {
    for (const args of [['gate', '--base', text], ['gate', '--model', text], ['explain', text], [text], ['gate', '--format', text]]) {
      const { code, err } = await inProcess(repository, args);
      expect(code, args.join(' ')).toBe(2);
      expect(err, args.join(' ')).not.toMatch(ACTS);
    }
  }
  const card = path.join(repository, 'models/churn/card.yaml');
  for (const line of ['"\\e[2J": x', '"\\n::error::x": x', '"##[group]x": x', 'title: "\\u202e"\ntitle: x']) {
    writeFileSync(card, `${line}\n`);
    commit(repository, 'Change the card');
    const { code, err } = await inProcess(repository, ['gate', '--model', 'churn', '--env', 'dev']);
    expect([code, err.includes('card.yaml')]).toEqual([2, true]);
    expect(err).not.toMatch(ACTS);
  }
});
