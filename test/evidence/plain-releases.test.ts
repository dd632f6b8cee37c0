import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainPlacements } from '../../lib/evidence/plain-releases.ts';
import { findReleases } from '../../lib/evidence/releases.ts';
import { UserError, UserErrors } from '../../lib/errors.ts';

const HEAD = 'schemaVersion: modelgate.dev/releases/v1\nmodel: churn\nenvironments:\n';

/** What the reader of all releases.yaml makes of a text; null where it refuses it. */
async function careful(text: string, model: string) {
  const tree = {
    name: 'work tree',
    list: () => Promise.resolve([]),
    read: () => Promise.resolve(Buffer.from(text)),
  };
  try {
    return (await findReleases(tree, model))?.environments ?? null;
  } catch (thrown) {
    if (thrown instanceof UserError || thrown instanceof UserErrors) return null;
    throw thrown;
  }
}

test('lines as commands write them are read', () => {
  const text = `${HEAD}  dev:\n    stable: 1.2.0\n  prod:\n    stable: 1.0.0\n    candidate: 1.2.0\n`;
  expect(plainPlacements(text, 'churn')).toEqual({ dev: { stable: '1.2.0' }, prod: { stable: '1.0.0', candidate: '1.2.0' } });
});

test.each([
  ['of another model', HEAD.replace('churn', 'hiring'), '  prod:\n    stable: 1.0.0\n'],
  ['with a retirement', HEAD, '  prod:\n    stable: 1.0.0\n    retired:\n      on: 2026-01-01\n      reason: Replaced.\n'],
  ['with an environment twice', HEAD, '  prod:\n    stable: 1.0.0\n  prod:\n    stable: 1.1.0\n'],
  ['with a name that is a boolean', HEAD, '  true:\n    stable: 1.0.0\n'],
  ['with a pre-release', HEAD, '  prod:\n    stable: 1.0.0-rc.1\n'],
  ['with a comment', HEAD, '  prod: # soon\n    stable: 1.0.0\n'],
  ['with Windows line ends', HEAD.replaceAll('\n', '\r\n'), '  prod:\r\n    stable: 1.0.0\r\n'],
  ['without its last line end', HEAD, '  prod:\n    stable: 1.0.0'],
])('a file %s is left to the careful reader', (_, head, body) => {
  expect(plainPlacements(`${head}${body}`, 'churn')).toBeNull();
});

test('whatever is read at all is what the careful reader makes of it', async () => {
  const name = fc.constantFrom('dev', 'prod', 'on', 'no', 'y', 'null', 'true', 'a-b', 'e3', 'x1', 'constructor', 'a-');
  const version = fc.constantFrom(
    '1.0.0',
    '0.0.0',
    '10.20.30',
    '2.0.1',
    '3.1.4',
    '01.0.0',
    '1.0',
    '1.0.0-rc.1',
    '999999999.0.0',
    '1_0.0.0',
  );
  const line = fc.oneof(
    name.map((environment) => `  ${environment}:`),
    version.map((stable) => `    stable: ${stable}`),
    version.map((candidate) => `    candidate: ${candidate}`),
    fc.constantFrom('', '# a', '    retired: {}', '   stable: 1.0.0'),
  );
  const placement = fc
    .tuple(name, version, fc.option(version))
    .map(([environment, stable, candidate]) => [
      `  ${environment}:`,
      `    stable: ${stable}`,
      ...(candidate === null ? [] : [`    candidate: ${candidate}`]),
    ]);
  const body = fc.oneof(
    { weight: 9, arbitrary: fc.array(placement, { minLength: 1, maxLength: 3 }).map((all) => all.flat()) },
    fc.array(line, { maxLength: 6 }),
  );
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(body, fc.constantFrom('churn', 'hiring', 'no', 'null', 'x'), async (lines, model) => {
      const text = `${HEAD.replace('churn', model)}${lines.map((one) => `${one}\n`).join('')}`;
      const quick = plainPlacements(text, model);
      if (quick === null) return;
      seen += 1;
      expect(quick).toEqual(await careful(text, model));
    }),
    { numRuns: 3000 },
  );
  expect(seen).toBeGreaterThan(100);
});
