import type { File } from './pack.ts';

/** Where rendered files go, part by part, while others are still being rendered: a thousand models need no more memory than a few. */
export interface Sink {
  /** Files that were rendered. They are the sink's only during the call. */
  readonly take: (files: readonly File[]) => void;
  /** Files that stand on disk as they would be rendered. */
  readonly keep: (paths: readonly string[]) => void;
}
