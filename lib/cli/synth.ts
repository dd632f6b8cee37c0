import { flag, SELECTION, texts, type Command } from './command.ts';
import { render, renderToDisk } from './render.ts';
import { repositoryRoot } from './repository.ts';

/** Declarations to manifests. */
export const synth: Command = {
  name: 'synth',
  summary: 'write the manifests of every model into synth/',
  options: [{ flags: '--check', kind: 'flag', help: 'write nothing; list missing, changed and extra files' }, ...SELECTION],
  examples: [
    ['modelgate synth', 'render all models; only files that changed are written'],
    ['modelgate synth --check', 'exit 1 when synth/ is not what the declarations say'],
    ['modelgate synth --model churn --env prod', 'one model in one environment'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const filter = { models: texts(given, 'model'), environments: texts(given, 'env') };
    if (flag(given, 'check')) {
      const { Checker, refusePending } = await import('../synth/index.ts');
      refusePending(root);
      const checker = new Checker(root, filter);
      const { files, models } = await render(root, filter, checker, false);
      const difference = checker.finish();
      const count = difference.missing.length + difference.changed.length + difference.extra.length;
      if (flag(given, 'json')) {
        io.out(`${JSON.stringify({ schemaVersion: 1, files, ...difference }, null, 2)}\n`);
      } else if (count === 0) {
        io.out(`synth/ is what the declarations say: ${String(files)} files of ${String(models)} models\n`);
      } else {
        for (const kind of ['missing', 'changed', 'extra'] as const) {
          for (const file of difference[kind]) io.out(`${kind.padEnd(8)} ${file}\n`);
        }
        io.out(
          `${String(count)} files differ from the declarations\n  fix: Run \`npx modelgate synth\` and commit synth/ with the change.\n`,
        );
      }
      return count === 0 ? 0 : 1;
    }
    const { files, models, written } = await renderToDisk(root, filter);
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, files, ...written }, null, 2)}\n`);
    else {
      const kinds = ['added', 'changed', 'removed'] as const;
      // At once: a call for each of thousands of lines costs more than all else here.
      io.out(kinds.flatMap((kind) => written[kind].map((file) => `${kind.padEnd(8)} ${file}\n`)).join(''));
      const count = written.added.length + written.changed.length + written.removed.length;
      io.out(`${String(files)} files of ${String(models)} models, ${count === 0 ? 'none changed' : `${String(count)} written`}\n`);
    }
    return 0;
  },
};
