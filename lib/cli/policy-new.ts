import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { repositoryRoot } from './repository.ts';

/** Begins a check of one's own. */
export const policyNew: Command = {
  name: 'policy new',
  summary: 'begin a check: its rule, test and samples, ready to be changed',
  argument: { name: 'name', help: 'topic/check, such as data/too_few_rows: what it finds wrong' },
  options: [],
  examples: [['modelgate policy new data/too_few_rows', 'writes policies/rules/data/too_few_rows/']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { scaffoldCheck } = await import('../policy/index.ts');
    const files = scaffoldCheck(text(given, 'name') ?? '');
    const taken = Object.keys(files).find((file) => existsSync(path.join(root, file)));
    if (taken !== undefined) {
      throw new UserError('policy.exists', `${taken}: is there already; expected a new check`, 'Choose another name, or change that one.');
    }
    for (const [file, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), content);
    }
    const written = Object.keys(files);
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, written }, null, 2)}\n`);
    else
      io.out(
        `${written.map((file) => `written  ${file}\n`).join('')}Change what it asks; then run \`npx modelgate policy build\` and \`npx modelgate policy docs\`.\n`,
      );
    return 0;
  },
};
