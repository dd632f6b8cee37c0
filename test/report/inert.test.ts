import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import type { GateFailure } from '../../lib/contracts/gate-failure.ts';
import { REPOSITORY, type Finding, type GateReport } from '../../lib/contracts/gate-report.ts';
import { renderComment, renderFailure } from '../../lib/report/index.ts';
import { denied, failure, finding, HOSTILE, metric, report, resource, review, unit, whole } from './reports.ts';

const markdown = (text: string): Nodes => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

const FRAGMENTS = [
  ...HOSTILE,
  ...[
    '@octocat',
    '@acme/owners',
    '#1',
    'GH-1',
    'acme/models#12',
    '4f2c9e1b7a',
    'a@b.test',
    'mailto:a@b.test',
    'https://x.test',
    'www.x.test',
    'ftp://x.test',
  ],
  ...[
    '[a](b)',
    '![a](b)',
    '[a]: b',
    '[a][b]',
    '<https://x.test>',
    '<b>',
    '</details>',
    '<!--',
    '-->',
    '<?',
    ']]>',
    '&lt;',
    '&#64;',
    '&commat;',
  ],
  ...[
    '`',
    '``',
    '```',
    '~~~',
    '|',
    '\\',
    '\\|',
    '\\`',
    '*',
    '**',
    '_',
    '~',
    '~~',
    '$',
    '$$',
    '^',
    '[^1]',
    '[^1]: x',
    ':+1:',
    '!',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
  ],
  ...[
    '# ',
    '- ',
    '+ ',
    '* ',
    '1. ',
    '2) ',
    '> ',
    '[ ] ',
    '===',
    '---',
    '    ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '\u2028',
    '\u0085',
    '\u00a0',
    '\u3000',
  ],
  ...[
    '\u202e',
    '\u200b',
    '\u2066',
    '\ufeff',
    '\ud83d',
    '\udc00',
    '\u0000',
    '\u001b[31m',
    '\u{e0041}',
    '\u3164',
    '🙂',
    'é',
    'word',
    '1.1.0',
    ' ',
  ],
];

const nasty = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...FRAGMENTS) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    { maxLength: 7 },
  )
  .map((parts) => parts.join(''));

/** A report whose every text is the next of `texts`, and which else is always the same. */
function reportOf(texts: readonly string[]): GateReport {
  let used = 0;
  const next = (): string => texts[used++ % texts.length] ?? '';
  let codes = 0;
  const filled = (given: Partial<Finding>): Finding =>
    finding({
      // Different ones, whatever the texts are: commands are named once a code.
      code: `${next()}${String((codes += 1))}`,
      subject: next(),
      message: next(),
      fix: next(),
      observed: next(),
      expected: { [next()]: [next(), 1] },
      path: next(),
      ...given,
    });
  const model = next();
  const full = unit({
    model,
    environment: next(),
    verdict: 'deny',
    stable: next(),
    candidate: next(),
    findings: [filled({}), filled({ severity: 'warn', status: 'inconclusive' }), filled({ status: 'waived', waiver: next() })],
    metrics: [metric(next(), { stable: 0.5, candidate: 0.25, floor: 0.4, interval: [0.2, 0.3] })],
    manifests: { added: [next()], changed: [next(), next()], removed: [] },
    review: review({
      change: { before: { stable: `${next()} before`, candidate: null }, introduced: [next()], rewritten: [next()], card: true },
      limits: { moved: [{ path: next(), before: next(), after: next() }], refused: [{ path: next(), asked: 0.3, limit: 0.1 }] },
      groups: [
        {
          attribute: next(),
          reference: next(),
          groups: [
            { group: next(), n: 12, values: { selection_rate: 0.5, true_positive_rate: null } },
            { group: next(), n: 12, values: { selection_rate: 0.25, true_positive_rate: 0.1 } },
          ],
        },
      ],
      drift: { score: 0.1, limit: 0.2, features: [{ name: next(), method: next(), effectSize: 0.1, pValue: null }], measured: 1 },
      resources: [
        resource(`K${next()}`, next(), { path: next(), fields: [{ path: next(), before: next(), after: next() }], moreFields: 3 }),
        resource('', next(), { action: 'removed', path: next(), radius: 'unknown' }),
      ],
      controls: [{ pack: next(), id: next(), title: next(), status: 'failed', checks: [next(), next()] }],
      approvals: [{ version: next(), role: next(), count: 1, given: [next()], enough: false }],
    }),
  });
  return report([full, unit({ model: next() })], {
    policy: { source: next(), sha256: next(), opa: next(), checks: 34 },
    removed: [next()],
    review: {
      resources: [resource(`K${next()}`, next())],
      guarded: [next(), next()],
      secondRole: { role: next(), people: [next(), next()], given: [], enough: false },
      newPolicies: { failure: null, units: [{ unit: next(), before: 'pass', after: 'deny', gained: [next()], lost: [next()] }], more: 3 },
    },
    repository: whole([filled({ unit: REPOSITORY })]),
    waivers: [{ id: next(), code: next(), unit: next(), state: 'used', expires: '2027-01-01' }],
  });
}

/** The tree of a document with all wording taken out: what is left may depend on the report's shape, never on its texts. */
function skeleton(node: Nodes): unknown {
  if (node.type === 'html') return (node.value.match(/<[^>]*>/g) ?? []).join('');
  if (!('children' in node)) return node.type;
  const children: unknown[] = node.children.map((child) =>
    child.type === 'text' || child.type === 'inlineCode' ? 'words' : skeleton(child),
  );
  return { [node.type]: children.filter((child, index) => child !== 'words' || children[index - 1] !== 'words') };
}

/** Text outside of code, where GitHub goes on looking for references. */
function texts(node: Nodes): readonly string[] {
  if (node.type === 'text') return [node.value];
  if (node.type === 'html') return [node.value.replace(/<code>[A-Za-z0-9 .&#;-]*<\/code>|<[^>]*>/g, '')];
  return 'children' in node ? node.children.flatMap(texts) : [];
}

/** What GitHub links, pings or draws in text that is not code. */
const ACTS =
  /@|#[0-9a-z]|\bGH-\d|https?:|www\.|[0-9a-f]{7,}|:[a-z0-9_+-]+:|\$|[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/iu;

test(
  'no text of a report makes a link, image, mention, reference, formula, HTML or any other node in the comment',
  { timeout: 180_000 },
  () => {
    const harmless = skeleton(markdown(renderComment(reportOf(['plain words']))));
    let strings = 0;
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 10, maxLength: 30 }), (hostile) => {
        strings += hostile.length;
        const tree = markdown(renderComment(reportOf(hostile)));
        expect(skeleton(tree)).toEqual(harmless);
        const [, ...shown] = texts(tree);
        for (const text of shown) expect(text).not.toMatch(ACTS);
      }),
      { numRuns: 200 },
    );
    expect(strings).toBeGreaterThan(2000);
  },
);

test('what could not be judged is told in words that do nothing', { timeout: 180_000 }, () => {
  const errors = (text: string): GateFailure => ({ ...failure, errors: [{ code: text, message: text, fix: text }] });
  const harmless = skeleton(markdown(renderFailure(errors('plain words'))));
  fc.assert(
    fc.property(nasty, (text) => {
      const tree = markdown(renderFailure(errors(text)));
      expect(skeleton(tree)).toEqual(harmless);
      const [, ...shown] = texts(tree);
      for (const one of shown) expect(one).not.toMatch(ACTS);
    }),
  );
});

test('the only links are those to the pages of the codes, and only for codes that are well formed', { timeout: 180_000 }, () => {
  const links = (node: Nodes): readonly string[] =>
    node.type === 'link' ? [node.url] : 'children' in node ? node.children.flatMap(links) : [];
  const docsBase = 'https://docs.example/findings/';
  expect(links(markdown(renderComment(denied, { docsBase })))).toContain('https://docs.example/findings/metrics.below_floor.md');
  expect(links(markdown(renderComment(reportOf(HOSTILE), { docsBase })))).toEqual([]);
});

test.each(['javascript:alert(1)', 'https://docs.example/) [x](y', 'http://docs.example', ''])('%j is no address for pages', (docsBase) => {
  expect(() => renderComment(denied, { docsBase })).toThrow('expected a plain https address');
});

test.each(['', 'two words', 'UPPER', 'a-->b', 'x'.repeat(41)])('%j is no scope', (scope) => {
  expect(() => renderComment(denied, { scope })).toThrow('expected lower-case letters, digits and dashes');
});
