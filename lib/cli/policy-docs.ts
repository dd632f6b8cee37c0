import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { flag, type Command } from './command.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

const FOLDER = 'docs/findings';

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
    const root = repositoryRoot(io.cwd);
    const { readPacks, readThresholds, workTree } = await import('../evidence/index.ts');
    const { createEngine, loadBundle, policyDocs: pagesOf } = await import('../policy/index.ts');
    const tree = workTree(root);
    const source = policiesOf(tree);
    const bundle = await loadBundle(source);
    const codes = bundle.checks.map(({ code }) => code);
    const around = { packs: await readPacks(tree, codes), tiers: await readThresholds(tree) };
    const engine = createEngine(bundle, { workers: 1 });
    const pages = await pagesOf(source, engine, around).finally(() => engine.close());
    const present = (await readdir(path.join(root, FOLDER)).catch(() => [])).map((name) => `${FOLDER}/${name}`);
    const differences = [
      ...present.filter((file) => !(file in pages)).map((file) => ({ path: file, change: 'extra' as const })),
      ...(
        await Promise.all(
          Object.entries(pages).map(async ([file, text]) => {
            const before = await readFile(path.join(root, file), 'utf8').catch(() => null);
            return before === text ? [] : [{ path: file, change: before === null ? ('missing' as const) : ('changed' as const) }];
          }),
        )
      ).flat(),
    ];
    const checking = flag(given, 'check');
    if (!checking) {
      await mkdir(path.join(root, FOLDER), { recursive: true });
      for (const { path: file, change } of differences) {
        if (change === 'extra') await rm(path.join(root, file));
        else await writeFile(path.join(root, file), pages[file] ?? '');
      }
    }
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, pages: Object.keys(pages).length, differences }, null, 2)}\n`);
    else {
      for (const { path: file, change } of differences)
        io.out(`${checking || change === 'extra' ? change.padEnd(8) : 'written '} ${file}\n`);
      io.out(
        `${String(Object.keys(pages).length)} pages, ${differences.length === 0 ? 'none changed' : `${String(differences.length)} ${checking ? 'differ' : 'written'}`}\n`,
      );
    }
    return checking && differences.length > 0 ? 1 : 0;
  },
};
