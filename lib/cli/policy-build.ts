import { flag, type Command } from './command.ts';
import { opa } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** Rego sources to the committed bundle. */
export const policyBuild: Command = {
  name: 'policy build',
  summary: 'compile the policies to policies/bundle/',
  options: [{ flags: '--check', kind: 'flag', help: 'write nothing; exit 1 when the committed bundle is not what the sources give' }],
  examples: [
    ['modelgate policy build', 'after every change of a rule'],
    ['modelgate policy build --check', 'in CI'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { buildBundle, compareBundle, writeBundle } = await import('../policy/index.ts');
    const built = await buildBundle(root, await opa(io));
    const differences = await compareBundle(root, built);
    const checking = flag(given, 'check');
    if (!checking) await writeBundle(root, built);
    const { roster, wasm } = built.manifest;
    if (flag(given, 'json')) {
      io.out(`${JSON.stringify({ schemaVersion: 1, checks: roster.length, wasm, differences }, null, 2)}\n`);
    } else if (differences.length === 0) {
      io.out(`policies/bundle/ is what the sources give: ${String(roster.length)} checks, ${String(wasm.bytes)} bytes\n`);
    } else {
      for (const { path, change } of differences) io.out(`${checking ? change.padEnd(8) : 'written '} ${path}\n`);
      if (checking)
        io.out(
          'policies/bundle/ is not what the sources give\n  fix: Run `npx modelgate policy build` and commit policies/bundle/ with the change.\n',
        );
      else io.out(`${String(roster.length)} checks, ${String(wasm.bytes)} bytes\n`);
    }
    return checking && differences.length > 0 ? 1 : 0;
  },
};
