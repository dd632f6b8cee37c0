import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { opa, policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Begins a check of one's own. */
export const policyNew: Command = {
  name: 'policy new',
  summary: 'begin a check: its rule, test, samples and page, judged with the rest from then on',
  argument: { name: 'name', help: 'topic/check, such as data/too_few_rows: what it finds wrong' },
  options: [],
  examples: [['modelgate policy new data/too_few_rows', 'writes policies/rules/data/too_few_rows/ and docs/findings/data.too_few_rows.md']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { workTree } = await import('../evidence/index.ts');
    const { buildBundle, listChecks, scaffoldCheck, writeBundle } = await import('../policy/index.ts');
    const checks = await listChecks(policiesOf(workTree(root)));
    const files = scaffoldCheck(text(given, 'name') ?? '', checks);
    const folder = path.dirname(Object.keys(files)[0] ?? '');
    const taken = [...Object.keys(files), folder].find((file) => existsSync(path.join(root, file)));
    if (taken !== undefined) {
      throw new UserError('policy.exists', `${taken}: is there already; expected a new check`, 'Choose another name, or change that one.');
    }
    // Looked for first: without a compiler nothing is written.
    const compiler = await opa(io);
    for (const [file, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), content);
    }
    const built = await buildBundle(root, compiler).catch(async (failure: unknown) => {
      await rm(path.join(root, folder), { recursive: true });
      throw failure;
    });
    await writeBundle(root, built);
    // A page shows what the compiled policies answer.
    const { comparePages } = await import('./policy-pages.ts');
    const { differences, write } = await comparePages(root);
    await write();
    const pages = (extra: boolean) => differences.filter(({ change }) => (change === 'extra') === extra).map((page) => page.path);
    const [written, removed] = [[...Object.keys(files), ...Object.keys(built.files), ...pages(false)], pages(true)];
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, written, removed }, null, 2)}\n`);
    else
      io.out(
        `${written.map((file) => `written  ${file}\n`).join('')}${removed.map((file) => `removed  ${file}\n`).join('')}Change what it asks; then run \`npx modelgate policy build\` and \`npx modelgate policy docs\` again.\n`,
      );
    return 0;
  },
};
