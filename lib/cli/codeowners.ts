import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { repositoryRoot } from './repository.ts';

/** Where forges look. */
const PLACES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** Writes who has to review what. */
export const codeowners: Command = {
  name: 'codeowners',
  summary: 'write CODEOWNERS: each model to its team, what judges to a second role',
  options: [
    { flags: '--check', kind: 'flag', help: 'write nothing; exit 1 when the file is not what roles and declarations say' },
    { flags: '--file <path>', kind: 'text', help: `one of ${PLACES.join(', ')} (default: ${PLACES[0] ?? ''})` },
  ],
  examples: [
    ['modelgate codeowners', 'after a change of policies/roles.yaml, or of a model’s owner'],
    ['modelgate codeowners --check', 'in CI'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const file = place(text(given, 'file') ?? PLACES[0] ?? '');
    const others = PLACES.filter((other) => other !== file && existsSync(path.join(root, other)));
    if (others.length > 0) {
      throw new UserError(
        'codeowners.second_file',
        `${others.join(', ')}: is there beside ${file}; expected one file, because a forge reads only the first that it finds`,
        `Remove it, or name it with --file.`,
      );
    }
    const { listModels, readCatalog, readRoles, workTree } = await import('../evidence/index.ts');
    const { codeowners: render } = await import('../report/index.ts');
    const tree = workTree(root);
    const models = await Promise.all((await listModels(tree)).map(async (id) => ({ id, team: (await readCatalog(tree, id)).owner.team })));
    const content = render(models, await readRoles(tree));
    const before = await readFile(path.join(root, file), 'utf8').catch(() => null);
    const change = before === content ? 'unchanged' : before === null ? 'missing' : 'changed';
    const checking = flag(given, 'check');
    if (!checking && change !== 'unchanged') {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), content);
    }
    const said = checking || change === 'unchanged' ? change : 'written';
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, file, change: said, models: models.length }, null, 2)}\n`);
    else io.out(`${said} ${file}: ${String(models.length)} models\n`);
    return checking && change !== 'unchanged' ? 1 : 0;
  },
};

function place(file: string): string {
  if (PLACES.includes(file)) return file;
  throw new UserError(
    'usage.bad_file',
    `--file is ${JSON.stringify(file)}; expected one of ${PLACES.join(', ')}`,
    'Name a place where the forge looks.',
  );
}
