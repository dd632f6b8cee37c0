import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderComment, renderFailure, renderQuiet } from '../../lib/report/index.ts';
import { clean, denied, failure, firstTime, hostile, huge, promoted, rolledBack, untouched, warned } from '../report/reports.ts';
import { look, WIDTHS, type Seen } from './pages.ts';

const htmlOf = (markdown: string): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });

const COMMENTS = {
  denied: renderComment(denied),
  warned: renderComment(warned),
  clean: renderComment(clean),
  'first-time': renderComment(firstTime),
  promoted: renderComment(promoted),
  'rolled-back': renderComment(rolledBack),
  hostile: renderComment(hostile),
  huge: renderComment(huge),
  quiet: renderQuiet(untouched),
  failure: renderFailure(failure),
};

/** Text as small as ours needs so much. */
const CONTRAST = 4.5;

describe('the comments in Chromium', () => {
  let seen: readonly Seen[] = [];
  beforeAll(async () => {
    seen = await look(Object.fromEntries(Object.entries(COMMENTS).map(([name, markdown]) => [name, htmlOf(markdown)])));
  });

  test('are all looked at, on a phone and on a screen, light and dark', () => {
    expect(seen).toHaveLength(Object.keys(COMMENTS).length * WIDTHS.length * 2);
    for (const { characters } of seen) expect(characters).toBeGreaterThan(100);
  });

  test('never scroll sideways, folded or open', () => {
    expect(seen.filter(({ beyond }) => beyond.some((pixels) => pixels > 0))).toEqual([]);
  });

  test('show all their text once everything is opened', () => {
    expect(seen.filter(({ hidden }) => hidden !== '')).toEqual([]);
  });

  test('can be read by people who see little contrast', () => {
    expect(seen.filter(({ contrast }) => contrast.least < CONTRAST)).toEqual([]);
  });
});

test('what would be wrong is seen', async () => {
  const seen = await look({
    wide: '<p style="white-space: nowrap">'.concat('word '.repeat(400), '</p>'),
    hidden: `<p>${'shown '.repeat(20)}</p><p style="display: none">not shown</p>`,
    pale: '<p style="color: #888; background: #999">grey on grey</p>',
  });
  const of = (name: string): readonly Seen[] => seen.filter((one) => one.name === name);
  expect(of('wide').map(({ beyond }) => beyond.every((pixels) => pixels > 0))).toEqual([true, true, true, true]);
  expect(of('hidden').map(({ hidden }) => hidden)).toEqual(Array(4).fill('notshown'));
  expect(of('pale').map(({ contrast }) => contrast.least < CONTRAST)).toEqual([true, true, true, true]);
});
