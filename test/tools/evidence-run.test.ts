import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// What happens before Python starts; the Python side has its own tests (`node tools/evidence/run.mjs --test`), which need Python.
const entry = join(import.meta.dirname, '../../tools/evidence/run.mjs');

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'evidence-run-'));
  mkdirSync(join(scratch, 'bin'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** A `python3` that answers the question for its version, and does what `otherwise` says for everything else. */
function fakePython(version: string, otherwise: string): void {
  const path = join(scratch, 'bin', 'python3');
  writeFileSync(path, `#!/bin/sh\ncase "$2" in *version_info*) echo '${version}';; *) ${otherwise};; esac\n`);
  chmodSync(path, 0o755);
}

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [entry, ...args], {
    encoding: 'utf8',
    env: { PATH: join(scratch, 'bin'), XDG_CACHE_HOME: join(scratch, 'cache'), HOME: scratch },
  });
}

test('--help explains the command and needs nothing', () => {
  const { status, stdout } = run('--help');
  expect(status).toBe(0);
  expect(stdout).toContain('--check');
});

test.each([['--chekc'], ['--model'], ['--model', '--check'], ['--test', '--check']])(
  '%s %s is a usage error before anything is made',
  (...args) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain('error evidence.usage');
    expect(readdirSync(scratch)).toEqual(['bin']);
  },
);

test('a machine without Python is told what to install', () => {
  const { status, stderr } = run('--check');
  expect(status).toBe(2);
  expect(stderr).toContain('error python.no_python\n  PATH: no python3; expected Python 3.11 to 3.14\n  fix: Install Python 3.11 or newer');
});

test('a Python that is too old is named with its version', () => {
  fakePython('3 9', 'exit 1');
  const { status, stderr } = run('--check');
  expect(status).toBe(2);
  expect(stderr).toContain('PATH: python3 is 3.9; expected Python 3.11 to 3.14');
});

test('a Python without its venv module is told so, and nothing half-made stays', () => {
  fakePython('3 12', 'echo "ensurepip is not available" >&2; exit 1');
  const { status, stderr } = run('--check');
  expect(status).toBe(2);
  expect(stderr).toContain('error python.no_venv\n  python3 -m venv: ensurepip is not available');
  expect(readdirSync(join(scratch, 'cache', 'modelgate', 'venvs'))).toEqual([]);
});

test('packages that cannot be installed are an error with the reason, and nothing half-made stays', () => {
  // The environment's own interpreter is the same script: it fails when pip is called.
  fakePython(
    '3 12',
    '[ "$2" = venv ] && /bin/mkdir -p "$3/bin" && /bin/cp "$0" "$3/bin/python" && exit 0; echo "no route to the index" >&2; exit 1',
  );
  const { status, stderr } = run('--check');
  expect(status).toBe(2);
  expect(stderr).toContain('error python.install_failed\n  pip install: no route to the index');
  expect(readdirSync(join(scratch, 'cache', 'modelgate', 'venvs'))).toEqual([]);
});

test('what a killed run left half-made goes after a day, and nothing else does', () => {
  fakePython('3 12', 'echo "ensurepip is not available" >&2; exit 1');
  const venvs = join(scratch, 'cache', 'modelgate', 'venvs');
  const digest = 'a'.repeat(64);
  const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 60 * 60 * 1000);
  for (const [name, hours] of [
    [`${digest}.partial-7`, 25],
    [`${digest}.partial-8`, 23],
    [digest, 25],
    ['notes.partial-9', 25],
  ] as const) {
    mkdirSync(join(venvs, name, 'bin'), { recursive: true });
    utimesSync(join(venvs, name), hoursAgo(hours), hoursAgo(hours));
  }
  expect(run('--check').status).toBe(2);
  expect(readdirSync(venvs).sort()).toEqual([digest, `${digest}.partial-8`, 'notes.partial-9']);
});
