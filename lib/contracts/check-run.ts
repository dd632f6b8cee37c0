/** One annotation of a check run, as GitHub's API has it. */
export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: 'failure' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** What a check run says about a commit. */
export interface CheckRun {
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  /** What stands at lines of files, the worst first. */
  readonly annotations: readonly CheckAnnotation[];
}
