import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { policiesOf } from './policies.ts';

const FOLDER = 'docs/findings';

/** A page that is not what the policies say. */
export interface PageDifference {
  readonly path: string;
  readonly change: 'changed' | 'extra' | 'missing';
}

/**
 * Holds the pages of all finding codes against what the compiled policies say.
 * @returns how many pages there are, those that differ, and what writes those
 * @throws what loading the bundle, packs, thresholds and samples throws
 */
export async function comparePages(root: string): Promise<{
  readonly pages: number;
  readonly differences: readonly PageDifference[];
  readonly write: () => Promise<void>;
}> {
  const { readPacks, readThresholds, workTree } = await import('../evidence/index.ts');
  const { createEngine, loadBundle, policyDocs } = await import('../policy/index.ts');
  const tree = workTree(root);
  const source = policiesOf(tree);
  const bundle = await loadBundle(source);
  const codes = bundle.checks.map(({ code }) => code);
  const around = { packs: await readPacks(tree, codes), tiers: await readThresholds(tree) };
  const engine = createEngine(bundle, { workers: 1 });
  const pages = await policyDocs(source, engine, around).finally(() => engine.close());
  const present = (await readdir(path.join(root, FOLDER)).catch(() => [])).map((name) => `${FOLDER}/${name}`);
  const differences: readonly PageDifference[] = [
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
  const write = async () => {
    await mkdir(path.join(root, FOLDER), { recursive: true });
    for (const { path: file, change } of differences) {
      if (change === 'extra') await rm(path.join(root, file));
      else await writeFile(path.join(root, file), pages[file] ?? '');
    }
  };
  return { pages: Object.keys(pages).length, differences, write };
}
