import { flag, type Command } from './command.ts';
import { opa } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Looks for what is wrong with the policies' sources. */
export const policyLint: Command = {
  name: 'policy lint',
  summary: 'check the policies: strict compiler, formatting, METADATA, tests and samples',
  options: [],
  examples: [['modelgate policy lint', 'exit 1 when there is something to put right']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { lintPolicies } = await import('../policy/index.ts');
    const problems = await lintPolicies(root, await opa(io));
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, problems }, null, 2)}\n`);
    else {
      for (const { path, row, rule, message } of problems) io.out(`${path}${row === null ? '' : `:${String(row)}`} ${rule}: ${message}\n`);
      io.out(problems.length === 0 ? 'nothing to put right\n' : `${String(problems.length)} to put right\n`);
    }
    return problems.length === 0 ? 0 : 1;
  },
};
