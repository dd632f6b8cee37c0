import { flag, text, type Command, type ExitCode, type Given, type Io } from './command.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

async function run(given: Given, io: Io): Promise<ExitCode> {
  const root = repositoryRoot(io.cwd);
  const { workTree } = await import('../evidence/index.ts');
  const { explainCheck } = await import('../policy/index.ts');
  const code = text(given, 'code') ?? '';
  const explanation = await explainCheck(policiesOf(workTree(root)), code);
  io.out(flag(given, 'json') ? `${JSON.stringify({ schemaVersion: 1, code, explanation }, null, 2)}\n` : explanation);
  return 0;
}

/** What one finding code means. */
export const explain: Command = {
  name: 'explain',
  summary: 'say what a finding code means and what to do about it',
  argument: { name: 'code', help: 'a finding’s code, such as metrics.below_floor' },
  options: [],
  examples: [['modelgate explain metrics.below_floor', 'title, reason, severity, message and fix']],
  run,
};

/** The same under `policy`, where people who edit policies look. */
export const policyExplain: Command = {
  ...explain,
  name: 'policy explain',
  examples: [['modelgate policy explain fairness.disparate_impact', 'title, reason, severity, message and fix']],
};
