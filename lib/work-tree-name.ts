/** How verdicts and messages name the files on disk, which have no commit to be named by. */
export const WORK_TREE = 'work tree';
