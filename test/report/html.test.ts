import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { renderComment, renderFailure, renderQuiet, renderSummary } from '../../lib/report/index.ts';
import { INJECTIONS, withText } from './injections.ts';
import { clean, denied, failure, firstTime, hostile, huge, promoted, rolledBack, untouched, warned } from './reports.ts';

/** What a browser gets of a comment. Raw HTML passes, as it does where comments are shown, so that whatever a text smuggles in is seen. */
const htmlOf = (markdown: string): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });

/** Every tag, in order: `details open`, `/details`. Of attributes, only those that say something. */
const tagsOf = (html: string): readonly string[] =>
  [...html.replaceAll(/<!--[\s\S]*?-->/g, '').matchAll(/<(\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(
    ([, name = '', attributes = '']) => (name === 'details' ? `${name}${attributes}` : name),
  );

const ALLOWED = new Set(
  'h2 h3 h4 p ul ol li table thead tbody tr th td code strong b em hr a summary details'.split(' ').flatMap((name) => [name, `/${name}`]),
);

const comments: readonly (readonly [string, string])[] = [
  ...(
    [
      ['denied', denied],
      ['warned', warned],
      ['clean', clean],
      ['first time', firstTime],
      ['promoted', promoted],
      ['rolled back', rolledBack],
      ['huge', huge],
      ['hostile', hostile],
    ] as const
  ).flatMap(([name, given]) => [[name, renderComment(given)] as const, [`${name}, as a summary`, renderSummary(given)] as const]),
  ['quiet', renderQuiet(untouched)],
  ['failure', renderFailure(failure)],
];

describe.each(comments)('the comment %s', (_, markdown) => {
  const html = htmlOf(markdown);
  const tags = tagsOf(html);

  test('begins with its verdict, and no heading skips a level', () => {
    const levels = tags.filter((tag) => /^h\d$/.test(tag)).map((tag) => Number(tag[1]));
    expect(levels[0]).toBe(2);
    expect(levels.filter((level) => level === 2)).toHaveLength(1);
    for (const [at, level] of levels.entries()) if (at > 0) expect(level).toBeLessThanOrEqual((levels[at - 1] ?? 0) + 1);
  });

  test('has tables whose columns are all named, and no more than six of them', () => {
    for (const [table] of html.matchAll(/<table>[\s\S]*?<\/table>/g)) {
      const heads = [...table.matchAll(/<th[^>]*>([\s\S]*?)<\/th>/g)].map(([, text = '']) => text.trim());
      expect(heads.length).toBeGreaterThan(1);
      expect(heads.length).toBeLessThanOrEqual(6);
      expect(heads.every((head) => head !== '')).toBe(true);
      for (const [row] of table.slice(table.indexOf('<tbody>')).matchAll(/<tr>[\s\S]*?<\/tr>/g)) {
        const cells = [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)];
        expect(cells).toHaveLength(heads.length);
        // A screen reader says nothing of a cell that is empty.
        for (const [, text = ''] of cells) expect(text.trim()).not.toBe('');
      }
    }
  });

  test('closes what it opens, and says what is folded', () => {
    const open: string[] = [];
    for (const tag of tags.filter((one) => !/^(hr|br)$/.test(one))) {
      const name = tag.split(' ')[0] ?? '';
      if (name.startsWith('/')) expect(open.pop()).toBe(name.slice(1));
      else open.push(name);
    }
    expect(open).toEqual([]);
    for (const [at, tag] of tags.entries()) if (tag.startsWith('details')) expect(tags[at + 1]).toBe('summary');
  });

  test('is made of nothing but plain elements', () => {
    expect(tags.map((tag) => tag.split(' ')[0] ?? '').filter((name) => !ALLOWED.has(name))).toEqual([]);
    const attributes = [...html.matchAll(/<[a-z][a-z0-9]*\s+([^<>]*?)\s*\/?>/gi)].map(([, one = '']) => one);
    expect(attributes.filter((one) => !/^(open|align="right"|href="https:\/\/[^"]*")?$/.test(one))).toEqual([]);
  });
});

test('forty injections leave the structure of the page as it is', () => {
  expect(new Set(INJECTIONS).size).toBeGreaterThanOrEqual(40);
  // A word that could act stands as code in a sentence: that is wording, not structure.
  const structure = (text: string): readonly string[] =>
    tagsOf(htmlOf(renderComment(withText(text)))).filter((tag) => !/^\/?code$/.test(tag));
  const plain = structure('plain words');
  for (const text of INJECTIONS) expect(structure(text), text).toEqual(plain);
});

test('the parser that comments are held against does let raw HTML through', () => {
  expect(tagsOf(htmlOf('<details open><summary>x</summary>\n\n<b>y</b>'))).toEqual([
    'details open',
    'summary',
    '/summary',
    'p',
    'b',
    '/b',
    '/p',
  ]);
});
