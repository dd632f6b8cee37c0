import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cell, clip, code, commandData, commandProperty, html, prose, terminal, visible } from '../../lib/report/escape.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

describe('visible', () => {
  test.each([
    ['gpj\u202Etxt', 'gpj⟨U+202E⟩txt'],
    ['zero\u200Bwidth', 'zero⟨U+200B⟩width'],
    ['\u001b[31mred', '⟨U+001B⟩[31mred'],
    ['half \ud83d', 'half ⟨U+D83D⟩'],
    ['tag \u{e0041}', 'tag ⟨U+E0041⟩'],
    ['two\r\nlines', 'two ⏎ lines'],
    ['  edges\n', 'edges'],
    ['a\u00a0b\tc', 'a b c'],
    ['naïve 🙂 日本', 'naïve 🙂 日本'],
  ])('%j reads %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('any text gives one line without a character that cannot be seen', () => {
    fc.assert(fc.property(anyText, (text) => !UNSEEN.test(visible(text))));
  });
});

test('clip counts characters, never halves one, and says how many are missing', () => {
  expect(clip('🙂🙂🙂🙂', 2)).toBe('🙂🙂… (2 more characters)');
  expect(clip('🙂🙂', 2)).toBe('🙂🙂');
  expect(clip('abc', 3)).toBe('abc');
});

describe('prose', () => {
  test.each([
    ['f1 is 0.81; its floor is 0.85 (see card.yaml)', 'f1 is 0.81; its floor is 0.85 (see card.yaml)'],
    ['ask @octocat about #12', 'ask `@octocat` about `#12`'],
    ['at https://evil.test/x now', 'at `https://evil.test/x` now'],
    ['since 4f2c9e1b7a', 'since `4f2c9e1b7a`'],
    ['a_b *c* <d> &amp; [e](f)', 'a\\_b \\*c\\* \\<d\\> \\&amp; \\[e\\](f)'],
    ['1. first', '1\\. first'],
    ['1.1.0 is worse', '1.1.0 is worse'],
    ['- item', '\\- item'],
    ['', '(empty)'],
  ])('%j is written %j', (text, written) => {
    expect(prose(text)).toBe(written);
  });
});

test('a code span has a longer fence than any run of backticks in it, and blanks beside a backtick at its edge', () => {
  expect(code('a``b')).toBe('```a``b```');
  expect(code('`a')).toBe('`` `a ``');
  expect(code('')).toBe('(empty)');
});

test('a code span in a table cell holds no pipe', () => {
  expect(cell('a|b')).toBe('`a⟨U+007C⟩b`');
  expect(cell('a\\|b')).toBe('`a\\⟨U+007C⟩b`');
});

test('HTML text is letters, digits and a few marks, all else numeric references', () => {
  expect(html('</b>@x "y"')).toBe('&#60;&#47;b&#62;&#64;x &#34;y&#34;');
});

test('a workflow command escapes percent signs first, line ends, and in properties colons and commas', () => {
  expect(commandData('50%, a:b\r\n%0A')).toBe('50%25, a:b%0D%0A%250A');
  expect(commandProperty('50%, a:b')).toBe('50%25%2C a%3Ab');
});

describe('terminal', () => {
  test.each([
    ['::error::x', '⟨U+003A⟩:error::x'],
    ['see ::set-output::x', 'see ⟨U+003A⟩:set-output::x'],
    ['\n::error::x', '⟨U+003A⟩:error::x'],
    ['a::b', 'a::b'],
    ['x ##[add-mask]y', 'x ⟨U+0023⟩#[add-mask]y'],
    ['x ##vso[task.setvariable]y', 'x ⟨U+0023⟩#vso[task.setvariable]y'],
    ['## heading', '## heading'],
  ])('%j reads %j', (text, shown) => {
    expect(terminal(text)).toBe(shown);
  });
});
