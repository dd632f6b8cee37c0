/**
 * The hidden first line of a pull-request comment: which tool and workflow wrote it, about which commit, in which run.
 * Reports write it, publishing reads it; nothing in it is text from people.
 */
export interface ReportMarker {
  /** Keeps the comments of two workflows on one pull request apart. */
  readonly scope: string;
  /** The judged commit. */
  readonly head: string;
  /** The time that was judged by, in seconds since 1970. */
  readonly now: number;
  /** The CI run that posts; later runs have greater numbers; 0 outside of CI. Comes from the environment, never from the report. */
  readonly run: number;
}

export const SCOPE = /^[a-z0-9][a-z0-9-]{0,39}$/;

const LINE =
  /^<!-- modelgate:report:v1 scope=([a-z0-9][a-z0-9-]{0,39}) head=([0-9a-f]{40}|[0-9a-f]{64}) now=(\d{1,12}) run=(\d{1,15}) -->$/;

export function formatMarker({ scope, head, now, run }: ReportMarker): string {
  return `<!-- modelgate:report:v1 scope=${scope} head=${head} now=${String(now)} run=${String(run)} -->`;
}

/** The marker in the first line of `body`; null when there is none. */
export function parseMarker(body: string): ReportMarker | null {
  const found = LINE.exec(body.split(/\r?\n/, 1)[0] ?? '');
  if (found === null) return null;
  const [, scope = '', head = '', now, run] = found;
  return { scope, head, now: Number(now), run: Number(run) };
}
