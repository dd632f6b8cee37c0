import { flag, type Command } from './command.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Lists the checks. */
export const policyList: Command = {
  name: 'policy list',
  summary: 'list every check with its severity and title',
  options: [],
  examples: [['modelgate policy list', 'the roster that every unit is judged by']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { workTree } = await import('../evidence/index.ts');
    const { listChecks, renderList } = await import('../policy/index.ts');
    const checks = await listChecks(policiesOf(workTree(root)));
    io.out(flag(given, 'json') ? `${JSON.stringify({ schemaVersion: 1, checks }, null, 2)}\n` : renderList(checks));
    return 0;
  },
};
