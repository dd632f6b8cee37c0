import { DOMParser, onWarningStopParsing, type Element } from '@xmldom/xmldom';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { checkRun, choose, renderComment, renderers, renderFailure, renderSummary } from '../../lib/report/index.ts';
import { INJECTIONS, withText } from './injections.ts';
import { failure } from './reports.ts';

const plain = { color: false, seconds: 1 };
const shown = (format: string, text: string): string => choose(format)(withText(text), plain);

/** The names of a document's elements, in order. Words that could act stand in code there, which is wording and not structure. */
const elements = (markdown: string): readonly string[] =>
  [
    ...micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true })
      .replaceAll(/<!--[\s\S]*?-->/g, '')
      .matchAll(/<(\/?[a-z][a-z0-9]*)/gi),
  ]
    .map(([, name = '']) => name)
    .filter((name) => !/^\/?code$/.test(name));

/** The shape of a value: its keys are ours but for those of facts, which are shown as text. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}

/** What a terminal acts upon; and what a runner does, in a line that is no workflow command of ours already. */
const ON_TERMINAL = /(?![\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;
const IN_LOG = /^\s*::|##\w*\[/m;

test('there are forty ways in and more, and each is another one', () => {
  expect(new Set(INJECTIONS).size).toBe(INJECTIONS.length);
  expect(INJECTIONS.length).toBeGreaterThanOrEqual(40);
});

test('every format that there is is looked at below', () => {
  expect(Object.keys(renderers).toSorted()).toEqual(['codequality', 'github', 'json', 'junit', 'markdown', 'pretty', 'sarif', 'summary']);
});

describe.each(INJECTIONS)('%j in the place of every name, title, branch, id, path and text', (text) => {
  test('stays words in the comment, the summary, the check run and what could not be judged', () => {
    expect(elements(renderComment(withText(text)))).toEqual(elements(renderComment(withText('plain words'))));
    expect(elements(renderSummary(withText(text)))).toEqual(elements(renderSummary(withText('plain words'))));
    expect(elements(checkRun(withText(text)).summary)).toEqual(elements(checkRun(withText('plain words')).summary));
    const failed = (one: string) => elements(renderFailure({ ...failure, errors: [{ code: one, message: one, fix: one }] }));
    expect(failed(text)).toEqual(failed('plain words'));
  });

  test('obeys nobody on a terminal or in a log', () => {
    for (const format of Object.keys(renderers)) {
      expect(shown(format, text), format).not.toMatch(ON_TERMINAL);
      if (format !== 'github') expect(shown(format, text), format).not.toMatch(IN_LOG);
    }
    for (const { title, message, path } of checkRun(withText(text)).annotations)
      expect(`${title}\n${message}\n${path}`).not.toMatch(ON_TERMINAL);
  });

  test('is one workflow command a finding, ours, on a file and with a message of its own', () => {
    const lines = shown('github', text).trimEnd().split('\n');
    expect(lines).toHaveLength(shown('github', 'plain words').trimEnd().split('\n').length);
    const last = lines.pop();
    expect(last).toMatch(/^modelgate: Denied/);
    for (const line of lines) {
      const [, level = '', properties = ''] = /^::(\w+) ([^:]*)::/.exec(line) ?? [];
      expect(level).toBe('error');
      expect(properties.split(',').map((one) => one.split('=', 1)[0])).toEqual(['file', 'line', 'title']);
    }
  });

  test('adds no element to JUnit, and reads there as it was written', () => {
    const root = (xml: string): Element => {
      const found = new DOMParser({ onError: onWarningStopParsing }).parseFromString(xml, 'text/xml').documentElement;
      if (found === null) throw new Error('no root');
      return found;
    };
    const names = (xml: string) =>
      Array.from(root(xml).getElementsByTagName('*')).map(({ tagName, attributes }) => [
        tagName,
        Array.from(attributes).map(({ name }) => name),
      ]);
    expect(names(shown('junit', text))).toEqual(names(shown('junit', 'plain words')));
    expect(root(shown('junit', 'a <b> & "c"')).getElementsByTagName('failure')[0]?.getAttribute('message')).toContain('a <b> & "c"');
  });

  test('adds no key and no result to the formats that are JSON', () => {
    for (const format of ['sarif', 'codequality'])
      expect(shape(JSON.parse(shown(format, text))), format).toEqual(shape(JSON.parse(shown(format, 'plain words'))));
    // The JSON is the report itself: every character comes back.
    expect(JSON.parse(shown('json', text))).toEqual(JSON.parse(JSON.stringify(withText(text))));
  });
});
