import { UserErrors } from '../errors.ts';
import type { Sink } from '../synth/index.ts';
import { flag, SELECTION, texts, type Command } from './command.ts';
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
    const { Checker, findModels, recover, refusePending, synthesize, Writer } = await import('../synth/index.ts');
    const { readModelFacts, readThresholds, workTree } = await import('../evidence/index.ts');
    const filter = { models: texts(given, 'model'), environments: texts(given, 'env') };
    const checking = flag(given, 'check');
    if (checking) refusePending(root);
    else recover(root);

    const tree = workTree(root);
    const models = findModels(root);
    const thresholds = await readThresholds(tree);
    /** @returns how many files there are, once all are sound and the sink has them */
    const render = async (sink: Sink): Promise<number> => {
      const facts = (id: string) => readModelFacts(tree, id);
      const { files, errors } = await synthesize({ root, models, facts, thresholds, filter, sink, cache: !checking });
      if (errors.length > 0) throw new UserErrors(errors);
      return files;
    };

    if (checking) {
      const checker = new Checker(root, filter);
      const files = await render(checker);
      const difference = checker.finish();
      const count = difference.missing.length + difference.changed.length + difference.extra.length;
      if (flag(given, 'json')) {
        io.out(`${JSON.stringify({ schemaVersion: 1, files, ...difference }, null, 2)}\n`);
      } else if (count === 0) {
        io.out(`synth/ is what the declarations say: ${String(files)} files of ${String(models.length)} models\n`);
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
    const writer = new Writer(root, filter);
    let files: number;
    try {
      files = await render(writer);
    } catch (thrown) {
      writer.drop();
      throw thrown;
    }
    const written = writer.finish();
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, files, ...written }, null, 2)}\n`);
    else {
      const kinds = ['added', 'changed', 'removed'] as const;
      // At once: a call for each of thousands of lines costs more than all else here.
      io.out(kinds.flatMap((kind) => written[kind].map((file) => `${kind.padEnd(8)} ${file}\n`)).join(''));
      const count = written.added.length + written.changed.length + written.removed.length;
      io.out(`${String(files)} files of ${String(models.length)} models, ${count === 0 ? 'none changed' : `${String(count)} written`}\n`);
    }
    return 0;
  },
};
