import { parseMarker, type ReportMarker } from '../contracts/report-marker.ts';
import { UserError } from '../errors.ts';
import { precedence } from './precedence.ts';
import type { PostedComment, Publisher, Wait } from './publisher.ts';

export interface Published {
  /** `outdated`: a comment about a newer commit or run stands, and was left alone. `silent`: none stands, and none was to be made. */
  readonly action: 'created' | 'updated' | 'unchanged' | 'outdated' | 'silent';
  /** Address of the comment; null when `silent`. */
  readonly url: string | null;
}

/** How often to look again before giving up: others may be writing at the same time. */
const ROUNDS = 12;
/** Longer than a request takes, so that a rival's write that was under way is seen when we look again. */
const SETTLE_MS = 2000;

interface Report {
  readonly marker: ReportMarker;
  readonly body: string;
}

/**
 * Leaves exactly one comment with the scope of `body`'s marker on the pull request: the oldest, holding the newest report. GitHub cannot
 * compare and swap, so this looks, makes at most one change, and looks again until what it sees is what should be.
 * @param quiet makes no comment where none stands
 * @throws UserError `publish.no_marker`, `publish.unsettled`, and what the publisher throws
 */
export async function publishComment(publisher: Publisher, body: string, quiet: boolean, wait: Wait): Promise<Published> {
  const marker = parseMarker(body);
  if (marker === null) {
    throw new UserError(
      'publish.no_marker',
      'comment: its first line is no modelgate marker; expected a rendered report',
      'Render the report as a comment first.',
    );
  }
  const mine: Report = { marker, body };
  let action: Published['action'] = 'unchanged';
  let heads: readonly string[] | null = null;
  let wrote = false;
  // The comment that we wrote last, as the server gave it back: its list may lag behind.
  let written: PostedComment | null = null;

  for (let round = 0; round < ROUNDS; round += 1) {
    if (wrote) await wait(SETTLE_MS);
    wrote = false;
    const [oldest, ...others] = withScope(seenWith(await publisher.ours(), written), marker.scope);
    if (oldest === undefined) {
      if (quiet) return { action: 'silent', url: null };
      written = await publisher.create(body);
      action = 'created';
      wrote = true;
      continue;
    }
    const reports = [mine, ...[oldest, ...others].flatMap(reportIn)];
    if (heads === null && reports.some((report) => report.marker.head !== marker.head)) {
      heads = await publisher.heads();
      // What was seen is old by now, and the moment between looking and writing has to be short.
      continue;
    }
    const newest = reports.reduce((best, report) => (precedence(report.marker, best.marker, heads ?? []) > 0 ? report : best), mine);
    if (!same(oldest.body, newest.body)) {
      written = await publisher.update(oldest.id, newest.body);
      wrote = written?.body !== oldest.body;
      if (newest === mine && wrote && action === 'unchanged') action = 'updated';
    }
    for (const other of wrote ? [] : others) {
      await publisher.remove(other.id);
      if (written?.id === other.id) written = null;
      wrote = true;
    }
    if (!wrote) return { action: newest === mine ? action : 'outdated', url: oldest.url };
  }
  throw new UserError(
    'publish.unsettled',
    `comment: still changing after ${String(ROUNDS)} looks; expected one comment with scope ${marker.scope}`,
    'Let one run at a time comment on a pull request (concurrency group in the workflow), then run it again.',
  );
}

function reportIn({ body }: PostedComment): readonly Report[] {
  const marker = parseMarker(body);
  return marker === null ? [] : [{ marker, body }];
}

function withScope(comments: readonly PostedComment[], scope: string): readonly PostedComment[] {
  return comments.filter(({ body }) => parseMarker(body)?.scope === scope).toSorted((a, b) => a.id - b.id);
}

/** What the list says, with the comment that we just wrote when it is not in there yet. */
function seenWith(listed: readonly PostedComment[], written: PostedComment | null): readonly PostedComment[] {
  return written === null || listed.some(({ id }) => id === written.id) ? listed : [...listed, written];
}

/** Equal but for line ends and blanks at the edges, which the platform may change. */
function same(a: string, b: string): boolean {
  const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();
  return plain(a) === plain(b);
}
