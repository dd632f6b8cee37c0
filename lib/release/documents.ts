import { Document, isScalar, parseDocument, Scalar } from 'yaml';
import type { BlockedRelease } from '../contracts/blocked.ts';
import type { Placement } from '../contracts/releases.ts';

// People write these files too: what a machine changes in them leaves their comments and the order of their keys alone.

function edited(text: string | null, start: () => Document, edit: (document: Document) => void): string {
  const document: Document = text === null ? start() : parseDocument(text);
  edit(document);
  return document.toString({ lineWidth: 0 });
}

/** Text without quotes that every YAML reader takes for text: versions of three numbers, digests and names that are no word for a boolean. */
const PLAIN = /^(?:\d+\.\d+\.\d+(?:-[\w.-]+)?|sha256:[0-9a-f]+|(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][a-z0-9-]*)$/;

/** Codes and subjects: what has a dot or a slash between words is no number and no date. */
const DOTTED = /^(?:[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)+|[0-9A-Za-z][\w.-]*(?:\/[0-9A-Za-z][\w.-]*)+)$/;

/** How a text is written in YAML, on one line. */
export function plain(text: string): string {
  if (PLAIN.test(text) || DOTTED.test(text)) return text;
  // eslint-disable-next-line no-control-regex -- what a single-quoted text cannot hold
  return /[\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

function scalar(text: string): Scalar {
  const made = new Scalar(text);
  made.type = PLAIN.test(text) ? Scalar.PLAIN : Scalar.QUOTE_SINGLE;
  return made;
}

function set(document: Document, path: readonly [...string[], string], text: string): void {
  const present = document.getIn(path, true);
  if (isScalar(present)) {
    present.value = text;
    if (!PLAIN.test(text) && present.type === Scalar.PLAIN) present.type = Scalar.QUOTE_SINGLE;
  } else document.setIn(path, scalar(text));
}

/**
 * `releases.yaml` with one environment's placement set.
 * @param text the file as it is, read strictly before; null when there is none
 */
export function withPlacement(text: string | null, model: string, environment: string, { stable, candidate }: Placement): string {
  const place = ['environments', environment];
  return edited(
    text,
    () => new Document({ schemaVersion: 'modelgate.dev/releases/v1', model, environments: {} }),
    (document) => {
      if (!document.hasIn(place)) document.addIn(['environments'], document.createPair(scalar(environment), {}));
      set(document, [...place, 'stable'], stable);
      if (candidate === undefined) document.deleteIn([...place, 'candidate']);
      else set(document, [...place, 'candidate'], candidate);
    },
  );
}

const BLOCKED_COMMENT =
  ' Images that failed. None of them may stand in its environment or a later one; to let one back, take its entry out first.';

/**
 * `blocked.yaml` with one more entry, at its end.
 * @param text the file as it is, read strictly before; null when there is none
 */
export function withBlocked(text: string | null, model: string, entry: BlockedRelease): string {
  return edited(
    text,
    () => {
      const document = new Document({ schemaVersion: 'modelgate.dev/blocked/v1', model, blocked: [] });
      if (document.contents !== null) document.contents.commentBefore = BLOCKED_COMMENT;
      return document;
    },
    (document) => {
      const { digest, version, environment, reason, at } = entry;
      const fields = Object.entries({ digest, version, environment, reason, at }).map(([key, text]) => [key, scalar(text)]);
      const node = document.createNode(Object.fromEntries(fields));
      // A list written as `[]` would stay on one line.
      if ((document.toJS() as { readonly blocked: readonly unknown[] }).blocked.length === 0)
        document.set('blocked', document.createNode([node]));
      else document.addIn(['blocked'], node);
    },
  );
}
