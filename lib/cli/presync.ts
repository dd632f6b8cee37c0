import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { UserError, messageOf } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { gate } from './gate.ts';

const run = promisify(execFile);

/** Judges a unit before Argo CD applies it. */
export const presync: Command = {
  name: 'presync',
  summary: 'judge the commit that made one unit what Argo CD is about to apply',
  options: [
    { flags: '--repository <url>', kind: 'text', help: 'the repository that Argo CD reads', required: true },
    { flags: '--branch <name>', kind: 'text', help: 'the branch that it follows', required: true },
    { flags: '--model <id>', kind: 'text', help: 'the unit’s model', required: true },
    { flags: '--env <name>', kind: 'text', help: 'the unit’s environment', required: true },
    { flags: '--unit-sha256 <digest>', kind: 'text', help: 'digest of the unit’s files, from its gate job', required: true },
  ],
  examples: [
    [
      'modelgate presync --repository https://git.example.com/ml/models.git --branch main --model churn --env prod --unit-sha256 "$DIGEST"',
      'what the gate job of churn in prod runs; the commit before is the judge',
    ],
  ],
  async run(given, io) {
    // All of them are required options.
    const asked = (name: string): string => text(given, name) ?? '';
    const [model, environment, seal] = [asked('model'), asked('env'), asked('unitSha256')];
    if (!/^[0-9a-f]{64}$/.test(seal)) {
      throw new UserError(
        'usage.bad_digest',
        `--unit-sha256 is ${JSON.stringify(seal.slice(0, 80))}; expected 64 hexadecimal digits`,
        'Run `npx modelgate synth`, which writes the digest into the gate job.',
      );
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-presync-'));
    try {
      const checkout = path.join(folder, 'repository');
      // The whole history of the branch: soak times are read from it.
      await runGit(folder, [
        'clone',
        '--quiet',
        '--single-branch',
        '--no-tags',
        '--no-checkout',
        '--branch',
        asked('branch'),
        '--',
        asked('repository'),
        checkout,
      ]);
      const { findUnitCommit } = await import('../evidence/index.ts');
      const { commit, before } = await findUnitCommit(checkout, model, environment, seal);
      io.log(`${model}/${environment} is what commit ${commit} made it\n`);
      await runGit(checkout, ['checkout', '--quiet', '--detach', commit]);
      return await gate.run(
        {
          ...(before === null ? {} : { base: before }),
          model: [model],
          env: [environment],
          now: 'head',
          merged: true,
          json: flag(given, 'json'),
        },
        { ...io, cwd: checkout },
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function runGit(cwd: string, args: readonly string[]): Promise<void> {
  try {
    await run('git', args, { cwd, env: { ...process.env, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' } });
  } catch (cause) {
    throw new UserError(
      'presync.no_repository',
      `git ${args[0] ?? ''}: ${messageOf(cause).trim().split('\n').slice(-3).join(' / ')}`,
      'Check the address and the branch, and that git may read it; docs/delivery.md says where credentials go.',
      { cause },
    );
  }
}
