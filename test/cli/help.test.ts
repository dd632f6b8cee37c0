import { expect, test } from 'vitest';
import { commands } from '../../lib/cli/commands.ts';
import { modelgate, root } from '../support/scratch.ts';

test('--help names every command and the exit codes', () => {
  const { code, out } = modelgate(root, ['--help']);
  expect(code).toBe(0);
  for (const { name } of commands) expect(out).toContain(name.split(' ')[0]);
  expect(out).toContain('2  could not judge');
});

test.each(commands.map(({ name }) => name))('%s --help shows examples, --json and the exit codes', (name) => {
  const { code, out } = modelgate(root, [...name.split(' '), '--help']);
  expect(code).toBe(0);
  expect(out).toContain('--json');
  expect(out).toMatch(/Examples:\n {2}modelgate /);
  expect(out).toContain('Exit codes:');
});

test('a command that is almost right is answered with the right one and exit code 2', () => {
  const { code, err } = modelgate(root, ['gat']);
  expect(code).toBe(2);
  expect(err).toContain('Did you mean gate?');
});

test('an option that does not exist is exit code 2', () => {
  expect(modelgate(root, ['gate', '--bse', 'main'])).toMatchObject({ code: 2 });
});
