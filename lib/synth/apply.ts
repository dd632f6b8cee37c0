import path from 'node:path';
import { errnoOf, ifThere, type Files } from './files.ts';
import { digest, type Step } from './plan.ts';
import { scan } from './scan.ts';
import type { Stage } from './stage.ts';

/**
 * Renames prepared files into place and removes stale ones with the folders that they leave empty.
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
      files.renameSync(stage.fileAt(step.staged), target);
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

/** What of a plan is still to do; undefined when a target holds neither its old nor its new bytes, or a prepared file is not whole. */
function rest(root: string, steps: readonly Step[], stage: Stage, files: Files): readonly Step[] | undefined {
  const stateOf = (place: string): string | null => {
    const bytes = ifThere(() => files.readFileSync(place));
    return bytes === undefined ? null : digest(bytes);
  };
  const open: Step[] = [];
  for (const step of steps) {
    const state = stateOf(path.join(root, step.path));
    if (state === step.after) continue;
    if (state !== step.before) return undefined;
    if (step.staged !== null && stateOf(stage.fileAt(step.staged)) !== step.after) return undefined;
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
