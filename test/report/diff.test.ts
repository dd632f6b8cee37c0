import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Nodes } from 'mdast';
import { expect, test } from 'vitest';
import type { RepositoryDiff } from '../../lib/contracts/repository-diff.ts';
import { diffFormats } from '../../lib/report/index.ts';
import { expectGolden } from '../support/golden.ts';
import { denied, HOSTILE, resource, review } from './reports.ts';

const { change, limits, resources } = denied.units[0]?.review ?? review();

const found: RepositoryDiff = {
  schemaVersion: 1,
  base: denied.base ?? '',
  units: [{ model: 'churn', environment: 'prod', stable: '1.0.0', candidate: '1.1.0', change, limits, resources }],
  removed: ['demand-forecast/dev'],
  shared: denied.review ?? { resources: [], guarded: [] },
  summary: { units: 1, added: 2, changed: 3, removed: 1 },
};

test.each(['pretty', 'markdown'])('the difference as %s is as it stands', (format) => {
  expectGolden(diffFormats[format]?.(found, false) ?? '', new URL(`golden/diff.${format}.txt`, import.meta.url));
});

test('no text of a difference does anything in Markdown or on a terminal', () => {
  const words = (node: Nodes): readonly string[] =>
    node.type === 'text' ? [node.value] : 'children' in node ? node.children.flatMap(words) : [];
  const types = (node: Nodes): readonly string[] => [node.type, ...('children' in node ? node.children.flatMap(types) : [])];
  fc.assert(
    fc.property(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE), (one, other) => {
      const hostile: RepositoryDiff = {
        ...found,
        removed: [one],
        shared: { guarded: [other], resources: [resource(one, other, { path: one, fields: [{ path: one, before: other, after: null }] })] },
      };
      const markdown = fromMarkdown(diffFormats['markdown']?.(hostile, false) ?? '', {
        extensions: [gfm()],
        mdastExtensions: [gfmFromMarkdown()],
      });
      expect(types(markdown)).not.toEqual(expect.arrayContaining(['html']));
      expect(types(markdown)).not.toEqual(expect.arrayContaining(['link']));
      expect(words(markdown).join(' ')).not.toContain('@octocat');
      // eslint-disable-next-line no-control-regex -- what a terminal obeys
      expect(diffFormats['pretty']?.(hostile, false)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    }),
  );
});
