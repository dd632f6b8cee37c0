import path from 'node:path';
import { UserError } from '../errors.ts';
import { text, type Command } from './command.ts';
import { carryOut, EDIT_OPTIONS } from './edit.ts';
import { assertModel } from './release-place.ts';
import type { NewFile } from './write-files.ts';

/** Takes in a release that a pipeline made. */
export const releaseAdd: Command = {
  name: 'release add',
  summary: "take a pipeline's release.yaml, evaluation.json and their signatures into models/<id>/versions/<version>/",
  options: [
    { flags: '--from <folder>', kind: 'text', help: 'folder that holds release.yaml and evaluation.json', required: true },
    ...EDIT_OPTIONS,
  ],
  examples: [
    ['modelgate release add --from out/', 'the files say which model and version they are about; place it with `release promote`'],
    ['modelgate release add --from out/ --pr', 'propose it as a pull request'],
  ],
  run: (given, io) =>
    carryOut(given, io, async (root) => {
      const { statementPath } = await import('../contracts/statement.ts');
      const { evaluationPath, readCatalog, readIncoming, releasePath, workTree } = await import('../evidence/index.ts');
      const incoming = await readIncoming(workTree(path.resolve(io.cwd, text(given, 'from') ?? '')));
      const { release, bytes, statements } = incoming;
      const { model, version } = release;
      const tree = workTree(root);
      await assertModel(tree, model);
      const wanted: readonly NewFile[] = [
        [releasePath(model, version), bytes.release],
        [evaluationPath(model, version), bytes.evaluation],
        ...statements.map(([name, content]): NewFile => [statementPath(model, version, name), content]),
      ];
      const files: NewFile[] = [];
      for (const [file, content] of wanted) {
        const present = await tree.read(file);
        if (present === null) files.push([file, content]);
        else if (Buffer.compare(present, Buffer.from(content)) !== 0) {
          throw new UserError(
            'release.exists',
            `${file}: there already, with other bytes; expected a version that nobody has released`,
            'Number the release anew: facts about a version never change.',
          );
        }
      }
      const [first] = (await readCatalog(tree, model)).environments;
      const sign = `evidence sign --model ${model} --version ${version} --key FILE`;
      const promote = `release promote ${model} --version ${version} --env ${first?.name ?? 'ENVIRONMENT'}`;
      return {
        sentence: `${model}: release ${version}`,
        model,
        files,
        // Nothing of a version is rendered before somebody places it.
        render: null,
        next: `npx modelgate ${statements.length === 0 ? sign : promote}`,
        told: { model, version, digest: release.image.digest },
        branch: `modelgate/add-${model}-${version}`,
        title: `Add release ${version} of ${model}`,
      };
    }),
};
