import path from 'node:path';
import { statementPath } from '../contracts/statement.ts';
import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';
import { assertModel, writeFiles, type NewFile } from './release-place.ts';
import { repositoryRoot } from './repository.ts';

/** Takes in a release that a pipeline made. */
export const releaseAdd: Command = {
  name: 'release add',
  summary: "take a pipeline's release.yaml, evaluation.json and their signatures into models/<id>/versions/<version>/",
  options: [{ flags: '--from <folder>', kind: 'text', help: 'folder that holds release.yaml and evaluation.json', required: true }],
  examples: [
    ['modelgate release add --from out/', 'the files say which model and version they are about; place it with `release promote`'],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { evaluationPath, readIncoming, releasePath, workTree } = await import('../evidence/index.ts');
    const {
      release,
      evaluation: { version },
      bytes,
      statements,
    } = await readIncoming(workTree(path.resolve(io.cwd, text(given, 'from') ?? '')));
    const { model } = release;
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
    writeFiles(root, files);
    if (flag(given, 'json')) {
      const written = files.map(([file]) => file);
      io.out(`${JSON.stringify({ schemaVersion: 1, model, version, digest: release.image.digest, written }, null, 2)}\n`);
    } else {
      const sign = `evidence sign --model ${model} --version ${version} --key FILE`;
      const promote = `release promote ${model} --version ${version} --env ENVIRONMENT`;
      io.out(`${model}: release ${version}\n${files.map(([file]) => `written  ${file}\n`).join('')}`);
      io.out(files.length === 0 ? 'nothing changed\n' : `next: npx modelgate ${statements.length === 0 ? sign : promote}\n`);
    }
    return 0;
  },
};
