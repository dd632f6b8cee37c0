import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

const run = (...args: readonly string[]) => spawnSync(process.execPath, ['bench/run.mjs', ...args], { encoding: 'utf8' });

test('help goes to stdout and exits 0', () => {
  const { status, stdout, stderr } = run('--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: node bench\/run\.mjs/);
});

test.each([
  [['--nope'], "Unknown option '--nope'"],
  [['--objects', '13'], '--objects is "13"; expected 12 or 25'],
  [['--objects', '12,'], '--objects is "12,"; expected 12 or 25'],
  [['--models', '1e3'], '--models is "1e3"; expected whole numbers from 4 to 999999'],
  [['--models', '3'], '--models is "3"; expected whole numbers from 4 to 999999'],
  [['--rounds', '0'], '--rounds is "0"; expected a whole number'],
  [['--only', 'helm'], '--only is "helm"; expected synth, gate or diff'],
  [['synth'], "Unexpected argument 'synth'"],
])('%j is a usage error without a stack', (args, message) => {
  const { status, stdout, stderr } = run(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^.*\n\nUsage: /);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
