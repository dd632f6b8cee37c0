import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import path from 'node:path';
import { ModelId } from '../contracts/common.ts';
import { problems } from '../contracts/schema.ts';
import { UserError, UserErrors } from '../errors.ts';

/** A name as it can stand in a message: escaped, and no longer than a line. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 77)}...` : name);
}

function badId(name: string, others: ReadonlySet<string>): UserError {
  if (others.has(name.toLowerCase()) && name !== name.toLowerCase()) {
    return new UserError(
      'models.case_collision',
      `models/: the folders ${shown(name)} and ${shown(name.toLowerCase())} differ in case only; expected names that differ on every file system`,
      'Rename or remove one of them.',
    );
  }
  const seen = name.length > 40 ? `${shown(name)} has ${String(name.length)} characters` : `folder ${shown(name)}`;
  return new UserError(
    'models.bad_id',
    `models/: ${seen}; expected a model id: 1 to 40 of a-z, 0-9 and "-", a letter first and no "-" last`,
    'Rename the folder and the id in its declaration.',
  );
}

function problemOf(root: string, entry: Dirent, names: ReadonlySet<string>): UserError | undefined {
  if (problems(ModelId, entry.name).length > 0) return badId(entry.name, names);
  const link = 'Replace the link by what it points to.';
  const where = `models/${entry.name}`;
  if (entry.isSymbolicLink()) return new UserError('models.symlink', `${where}: a symbolic link; expected a folder`, link);
  const declaration = lstatSync(path.join(root, where, 'model.ts'), { throwIfNoEntry: false });
  if (declaration === undefined) {
    return new UserError(
      'models.no_declaration',
      `${where}/: no model.ts; expected the declaration of model ${entry.name}`,
      'Add model.ts, or remove the folder.',
    );
  }
  if (declaration.isFile()) return undefined;
  if (declaration.isSymbolicLink()) return new UserError('models.symlink', `${where}/model.ts: a symbolic link; expected a file`, link);
  return new UserError('models.not_a_file', `${where}/model.ts: a folder; expected a file`, 'Replace it by a file.');
}

/**
 * Ids of all models of a repository, in code-unit order: the folders of `models/`. Files beside them (a README) are no models.
 * @param root the repository's folder
 * @param hear is told what is wrong with single folders, so that it can be reported with what is wrong in the others, which are returned;
 * without it, that is thrown
 * @throws UserErrors `models.none`, `models.bad_id`, `models.case_collision`, `models.symlink`, `models.no_declaration`,
 * `models.not_a_file`: all that apply
 */
export function findModels(root: string, hear?: (mistakes: readonly UserError[]) => void): readonly string[] {
  const folder = lstatSync(path.join(root, 'models'), { throwIfNoEntry: false });
  if (folder?.isSymbolicLink() === true) {
    throw new UserErrors([
      new UserError('models.symlink', 'models: a symbolic link; expected a folder', 'Replace the link by what it points to.'),
    ]);
  }
  const entries = folder?.isDirectory() === true ? readdirSync(path.join(root, 'models'), { withFileTypes: true }) : [];
  const candidates = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  if (candidates.length === 0) {
    throw new UserErrors([
      new UserError(
        'models.none',
        'models/: no model; expected at least one folder models/<id>/ with a model.ts',
        'Declare a model; docs/declare-a-model.md shows how.',
      ),
    ]);
  }
  const names = new Set(candidates.map(({ name }) => name));
  const sorted = candidates.sort((a, b) => (a.name < b.name ? -1 : 1));
  const looked = sorted.map((entry) => ({ name: entry.name, mistake: problemOf(root, entry, names) }));
  const mistakes = looked.flatMap(({ mistake }) => mistake ?? []);
  const models = looked.filter(({ mistake }) => mistake === undefined).map(({ name }) => name);
  if (mistakes.length > 0 && (hear === undefined || models.length === 0)) throw new UserErrors(mistakes);
  hear?.(mistakes);
  return models;
}
