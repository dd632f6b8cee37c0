import { flag, text, type Command } from './command.ts';
import { chosenPacks } from './packs.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Lists the checks. */
export const policyList: Command = {
  name: 'policy list',
  summary: 'list every check with its severity and title',
  options: [{ flags: '--pack <name>', kind: 'text', help: 'only the checks that a control of this pack names' }],
  examples: [
    ['modelgate policy list', 'the roster that every unit is judged by'],
    ['modelgate policy list --pack gdpr', 'the checks that bear on the GDPR'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { workTree } = await import('../evidence/index.ts');
    const { listChecks, renderList } = await import('../policy/index.ts');
    const tree = workTree(root);
    const all = await listChecks(policiesOf(tree));
    const named = text(given, 'pack');
    const packs =
      named === undefined
        ? []
        : await chosenPacks(
            tree,
            all.map(({ code }) => code),
            [named],
          );
    const wanted = new Set(packs.flatMap(({ controls }) => controls.flatMap(({ checks }) => checks)));
    const checks = named === undefined ? all : all.filter(({ code }) => wanted.has(code));
    io.out(flag(given, 'json') ? `${JSON.stringify({ schemaVersion: 1, checks }, null, 2)}\n` : renderList(checks));
    return 0;
  },
};
