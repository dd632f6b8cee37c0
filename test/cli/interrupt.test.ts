import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { git, modelgate, root, scratchRepository } from '../support/scratch.ts';

test('an interrupted run ends with 130 and says so, and the next one finds nothing lost', async () => {
  const repository = scratchRepository();
  const declaration = path.join(repository, 'models/churn/model.ts');
  const started = path.join(repository, '..', 'started');
  const sound = readFileSync(declaration, 'utf8');
  writeFileSync(
    declaration,
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(started)}, '');\nfor (;;);\nexport default 1;\n`,
  );
  const child = spawn(process.execPath, [path.join(root, 'lib/cli/bin.mjs'), 'synth'], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  while (!existsSync(started)) await setTimeout(20);
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(err).toContain('interrupted');

  writeFileSync(declaration, sound);
  expect(modelgate(repository, ['synth', '--check'])).toMatchObject({ code: 0 });
  expect(git(repository, 'status', '--porcelain')).toBe('');
});
