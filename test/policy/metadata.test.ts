import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { metadataOf, packageOf } from '../../lib/policy/metadata.ts';
import { UserError, UserErrors } from '../../lib/errors.ts';

const FILE = 'policies/rules/card/missing/missing.rego';
const GOOD = `# Who wrote this.

# METADATA
# scope: package
# title: No card
# description: >
#   A release
#   has a card.
# custom:
#   code: card.missing
#   severity: warn
#   settled: info
#   message: "{subject}: none"
#   fix: Write it.
package rules.card.missing # the package

# METADATA
# title: A rule
required := {"card"}
`;

function complaints(run: () => unknown): readonly string[] {
  try {
    run();
    return [];
  } catch (thrown) {
    if (thrown instanceof UserErrors) return thrown.errors.map(({ code, message }) => `${code} ${message}`);
    if (thrown instanceof UserError) return [`${thrown.code} ${thrown.message}`];
    throw thrown;
  }
}

test('METADATA above the package is read without a compiler', () => {
  expect(metadataOf(GOOD, FILE)).toEqual({
    check: {
      code: 'card.missing',
      title: 'No card',
      description: 'A release has a card.\n',
      severity: 'warn',
      settled: 'info',
      message: '{subject}: none',
      fix: 'Write it.',
      path: FILE,
    },
    limits: [],
  });
});

test('limits are optional and kept apart from the roster entry', () => {
  const read = metadataOf(GOOD.replace('#   fix', '#   limits: [thresholds.drift.maxScore]\n#   fix'), FILE);
  expect(read.limits).toEqual(['thresholds.drift.maxScore']);
  expect(read.check).not.toHaveProperty('limits');
});

test.each(['title', 'description', 'code', 'severity', 'message', 'fix'])('a missing %s is named', (key) => {
  const without = GOOD.replace(new RegExp(`# +${key}: (>\\n.*\\n.*|.*)\\n`), '');
  expect(complaints(() => metadataOf(without, FILE))).toEqual([expect.stringContaining(`must have required property '${key}'`)]);
});

test.each([
  ['a misspelt key', GOOD.replace('settled', 'setled'), 'METADATA custom has "setled"; expected one of'],
  ['an unknown top key', GOOD.replace('# title', '# tittle'), 'METADATA has "tittle"; expected one of'],
  ['an unknown severity', GOOD.replace('severity: warn', 'severity: fatal'), 'METADATA severity must be one of "deny", "warn", "info"'],
  ['another scope', GOOD.replace('scope: package', 'scope: rule'), 'METADATA scope is not "package"'],
  [
    'a key given twice',
    GOOD.replace('# title: No card', '# title: No card\n# title: Card'),
    `${FILE}:6: METADATA is no YAML: Map keys must be unique`,
  ],
  ['an alias', GOOD.replace('# title: No card', '# title: *x'), 'METADATA'],
  ['a list', '# METADATA\n# - a\npackage a\n', 'METADATA is empty or no mapping'],
  ['nothing in it', '# METADATA\npackage a\n', 'METADATA is empty or no mapping'],
])('%s is refused', (_, source, expected) => {
  expect(complaints(() => metadataOf(source, FILE)).join('\n')).toContain(expected);
});

test('several mistakes come together', () => {
  const wrong = GOOD.replace('severity: warn', 'severity: fatal').replace('#   fix: Write it.\n', '');
  expect(complaints(() => metadataOf(wrong, FILE))).toHaveLength(2);
});

test("METADATA below the package is not the check's", () => {
  expect(complaints(() => metadataOf(`package a\n${GOOD.replace(/^package.*$/m, '')}`, FILE))).toEqual([
    `policy.no_metadata ${FILE}:1: no METADATA above the package; expected a METADATA comment`,
  ]);
});

test.each([
  ['only comments', '# package a\n'],
  ['a rule first', 'x := 1\npackage a\n'],
  ['a package in brackets', 'package rules["card"].missing\n'],
  ['two statements on a line', 'package a; import data.b\n'],
  ['nothing', ''],
])('%s is no plain package line', (_, source) => {
  expect(complaints(() => packageOf(source, FILE))[0]).toMatch(/^policy\.no_package/);
});

test('the package line is found with its row', () => {
  expect(packageOf(GOOD, FILE)).toEqual({ name: 'rules.card.missing', row: 15 });
});

test('METADATA of every check means to the quick reader what it means to the careful one', () => {
  const root = path.resolve(import.meta.dirname, '..', '..');
  const files = readdirSync(path.join(root, 'policies', 'rules'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.rego') && !file.endsWith('_test.rego'))
    .map((file) => `policies/rules/${file}`);
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const source = readFileSync(path.join(root, file), 'utf8');
    // A comment that could be an anchor is nothing for the quick one.
    const careful = source.replace(/^# METADATA$/m, '# METADATA\n# # &');
    expect(careful).not.toBe(source);
    expect(metadataOf(source, file)).toEqual(metadataOf(careful, file));
  }
});
