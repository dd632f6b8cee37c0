import { flag, type Command } from './command.ts';
import { repositoryRoot } from './repository.ts';

/** One page for every finding code. */
export const policyDocs: Command = {
  name: 'policy docs',
  summary: 'write one page for every finding code into docs/findings/',
  options: [{ flags: '--check', kind: 'flag', help: 'write nothing; exit 1 when the pages are not what the policies say' }],
  examples: [
    ['modelgate policy docs', 'after every change of a rule'],
    ['modelgate policy docs --check', 'in CI'],
  ],
  async run(given, io) {
    const { comparePages } = await import('./policy-pages.ts');
    const { pages, differences, write } = await comparePages(repositoryRoot(io.cwd));
    const checking = flag(given, 'check');
    if (!checking) await write();
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, pages, differences }, null, 2)}\n`);
    else {
      for (const { path: file, change } of differences)
        io.out(`${checking || change === 'extra' ? change.padEnd(8) : 'written '} ${file}\n`);
      io.out(
        `${String(pages)} pages, ${differences.length === 0 ? 'none changed' : `${String(differences.length)} ${checking ? 'differ' : 'written'}`}\n`,
      );
    }
    return checking && differences.length > 0 ? 1 : 0;
  },
};
