import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

/** What every start loads, whichever command it is for: what lib/cli/main.ts imports, and what that imports, but for what is imported when it is run. */
async function loadedAtStart(): Promise<readonly string[]> {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['lib/cli/main.ts'],
    bundle: true,
    write: false,
    outdir: 'out',
    splitting: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    external: Object.keys(manifest.dependencies).filter((name) => name !== 'typebox'),
  });
  const seen = new Set(['lib/cli/main.ts']);
  for (const file of seen) {
    for (const { path: imported, kind } of metafile.inputs[file]?.imports ?? []) if (kind === 'import-statement') seen.add(imported);
  }
  return [...seen].sort();
}

it('loads neither a contract nor another room before a command runs, so that help is there at once', async () => {
  const loaded = await loadedAtStart();
  expect(loaded).toContain('lib/cli/commands.ts');
  expect(loaded.filter((file) => /^(?:lib\/[^/]+\/|node_modules\/)/.test(file) && !file.startsWith('lib/cli/'))).toEqual([]);
  expect(loaded.filter((file) => !/^(?:lib\/|node:)/.test(file)).map((file) => file.replace(/^.*node_modules\//, ''))).toEqual([
    'commander',
  ]);
});
