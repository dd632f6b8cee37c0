import path from 'node:path';
import { UserError } from '../errors.ts';
import type { Files } from './files.ts';

/** What lies below `synth/`; paths are relative to the repository. */
export interface Found {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

function symlink(where: string): UserError {
  return new UserError('synth.symlink', `${where}: a symbolic link; expected a file or a folder`, 'Remove the link.');
}

/**
 * @throws UserError `synth.symlink`: what a link points to may lie anywhere
 * @throws UserError `synth.not_a_folder`
 */
export function scan(root: string, files: Files): Found {
  const found = { files: new Set<string>(), folders: new Set<string>() };
  const top = files.lstatSync(path.join(root, 'synth'), { throwIfNoEntry: false });
  if (top === undefined) return found;
  if (top.isSymbolicLink()) throw symlink('synth');
  if (!top.isDirectory())
    throw new UserError('synth.not_a_folder', 'synth: not a folder; expected the folder of manifests', 'Move the file away.');
  const waiting = ['synth'];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    found.folders.add(folder);
    for (const entry of files.readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
      const here = `${folder}/${entry.name}`;
      if (entry.isSymbolicLink()) throw symlink(here);
      if (entry.isDirectory()) waiting.push(here);
      else found.files.add(here);
    }
  }
  return found;
}
