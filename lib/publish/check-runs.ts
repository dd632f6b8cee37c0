import type { CheckAnnotation, CheckRun } from '../contracts/check-run.ts';

/** What a check run says, and who says it. */
export interface CheckRunText extends Pick<CheckRun, 'title' | 'summary'> {
  /** Null while it is only announced. */
  readonly conclusion: CheckRun['conclusion'] | null;
  /** The CI run whose word it is; later runs have greater numbers. */
  readonly run: number;
  /** Tells two reports of one run apart. */
  readonly digest: string;
}

/** A check run as GitHub has it. */
export interface PostedCheckRun extends CheckRunText {
  /** Grows with time: of two check runs with one name GitHub shows the one with the greater id. */
  readonly id: number;
  /** How many annotations it has. They are only ever added to. */
  readonly annotations: number;
}

/** The check runs of one commit with one name that our own app made. Every method throws UserError `github.…` when it cannot. */
export interface CheckRuns {
  /** The oldest first. */
  readonly list: () => Promise<readonly PostedCheckRun[]>;
  /** Announces one above all others. Null when the reply was lost: then only `list` can tell. */
  readonly announce: (run: number, digest: string) => Promise<true | null>;
  /** Gives one a text, and at most 50 annotations more. Null when the reply was lost: then only `list` can tell. */
  readonly tell: (id: number, text: CheckRunText, annotations: readonly CheckAnnotation[]) => Promise<PostedCheckRun | null>;
}
