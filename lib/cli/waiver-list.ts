import { flag, type Command } from './command.ts';
import { moment } from './moment.ts';
import { repositoryRoot } from './repository.ts';

/** Days before its end from which a waiver is called out. */
const ENDS_SOON = 14;

/** Exceptions in force, soonest to expire first. */
export const waiverList: Command = {
  name: 'waiver list',
  summary: 'list the waivers with the days that they have left',
  options: [{ flags: '--now <time>', kind: 'text', help: 'judge as of this time, or `head`' }],
  examples: [['modelgate waiver list', 'every waiver, soonest to expire first']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { readWaivers, workTree } = await import('../evidence/index.ts');
    const { daysLeft } = await import('../gate/index.ts');
    const now = await moment(typeof given['now'] === 'string' ? given['now'] : undefined, root);
    const waivers = (await readWaivers(workTree(root))).map((waiver) => ({ ...waiver, daysLeft: daysLeft(waiver, now) }));
    waivers.sort((a, b) => a.daysLeft - b.daysLeft || (a.id < b.id ? -1 : 1));
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, now, waivers }, null, 2)}\n`);
    else if (waivers.length === 0) io.out('no waivers\n');
    else {
      for (const waiver of waivers) {
        const left =
          waiver.daysLeft < 0 ? 'expired' : `${String(waiver.daysLeft)} days left${waiver.daysLeft <= ENDS_SOON ? ', ends soon' : ''}`;
        io.out(
          `${waiver.id}  ${waiver.code}  ${waiver.model}/${waiver.environment}${waiver.subject === undefined ? '' : ` ${waiver.subject}`}  until ${waiver.expires} (${left})\n`,
        );
        io.out(`    ${waiver.reason.trim()}\n    owner ${waiver.owner}, approved by ${waiver.approver}\n`);
      }
    }
    return 0;
  },
};
