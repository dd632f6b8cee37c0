import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../errors.ts';

/** The repository's folder: the nearest one at or above `cwd` that holds `modelgate.config.ts`. */
export function repositoryRoot(cwd: string): string {
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'modelgate.config.ts'))) return folder;
    if (folder === path.dirname(folder)) break;
  }
  throw new UserError(
    'repository.not_found',
    `${cwd}: no modelgate.config.ts here or in any folder above; expected to run inside a repository of models`,
    'Change into the repository, or add a modelgate.config.ts at its top.',
  );
}
