import path from 'node:path';
import { errnoOf, type Files } from './files.ts';
import { digest, folderDigest, type Inside, type Step } from './plan.ts';
import { scan } from './scan.ts';
import type { Stage } from './stage.ts';

/**
 * Renames what is prepared into place and removes stale files with the folders that they leave empty.
 * @param done is told each step that was made
 */
export function apply(root: string, steps: readonly Step[], stage: Stage, files: Files, done: () => void): void {
  const made = new Set<string>();
  for (const step of steps) {
    const target = path.join(root, step.path);
    if (step.staged === null) files.unlinkSync(target);
    else {
      const folder = path.dirname(target);
      if (!made.has(folder)) files.mkdirSync(folder, { recursive: true });
      made.add(folder);
      // Where somebody else has put a file into that folder by now, the system refuses.
      files.renameSync(stage.placeOf(step.staged), target);
    }
    done();
  }
  removeEmptyFolders(root, steps, files);
}

function removeEmptyFolders(root: string, steps: readonly Step[], files: Files): void {
  const left = new Set(steps.filter(({ staged }) => staged === null).map((step) => path.dirname(step.path)));
  for (let folder of left) {
    for (; folder !== '.'; folder = path.dirname(folder)) {
      try {
        files.rmdirSync(path.join(root, folder));
      } catch (thrown) {
        const code = errnoOf(thrown);
        if (code === 'ENOTEMPTY' || code === 'EEXIST') break;
        if (code !== 'ENOENT') throw thrown;
      }
    }
  }
}

/** The digest of what lies somewhere; null when nothing does, undefined when it is not of the kind that is asked for. */
function stateOf(place: string, kind: 'file' | 'folder', files: Files): string | null | undefined {
  const stat = files.lstatSync(place, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (kind === 'file') return stat.isFile() ? digest(files.readFileSync(place)) : undefined;
  const inside = stat.isDirectory() ? filesIn(place, '', files) : undefined;
  return inside === undefined ? undefined : folderDigest(inside);
}

/** Every file below a folder; undefined when anything but files and folders is in it. */
function filesIn(folder: string, prefix: string, files: Files): readonly Inside[] | undefined {
  const found: Inside[] = [];
  for (const entry of files.readdirSync(folder, { withFileTypes: true })) {
    const here = path.join(folder, entry.name);
    if (entry.isFile()) {
      found.push([prefix + entry.name, digest(files.readFileSync(here))]);
      continue;
    }
    const inner = entry.isDirectory() ? filesIn(here, `${prefix}${entry.name}/`, files) : undefined;
    if (inner === undefined) return undefined;
    found.push(...inner);
  }
  return found;
}

/** What of a plan is still to do; undefined when a target is neither as it was nor as it shall be, or what is prepared is not whole. */
function rest(root: string, steps: readonly Step[], stage: Stage, files: Files): readonly Step[] | undefined {
  const open: Step[] = [];
  for (const step of steps) {
    const kind = step.folder === true ? 'folder' : 'file';
    const state = stateOf(path.join(root, step.path), kind, files);
    if (state === step.after) continue;
    if (state !== step.before) return undefined;
    if (step.staged !== null && stateOf(stage.placeOf(step.staged), kind, files) !== step.after) return undefined;
    open.push(step);
  }
  return open;
}

/**
 * Finishes a plan that a stopped run left.
 * @returns false when it can't be finished: somebody wrote between, or the disk lost bytes
 * @throws UserError `synth.symlink`, `synth.not_a_folder`: a plan is never followed through a link
 */
export function finish(root: string, steps: readonly Step[], stage: Stage, files: Files): boolean {
  scan(root, files);
  const open = rest(root, steps, stage, files);
  if (open === undefined) return false;
  apply(root, open, stage, files, () => undefined);
  // What was removed before the stop may have left its folder behind.
  removeEmptyFolders(root, steps, files);
  return true;
}
