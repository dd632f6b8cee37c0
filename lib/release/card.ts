import type { ModelCard } from '../contracts/model-card.ts';
import { UserError } from '../errors.ts';
import { plain } from './documents.ts';
import { appended, means, replaced, spliced } from './splice.ts';

/** Somebody has read a card again, for a version. */
export interface Review {
  readonly version: string;
  /** `2026-11-21` */
  readonly on: string;
  readonly by: string;
}

/**
 * `card.yaml` that describes one more version, read on a day by somebody. Everything else stays as people wrote it.
 * @param text the file as it is, read strictly before
 * @throws UserError `card.cannot_edit`
 */
export function withReview(text: string, card: ModelCard, { version, on, by }: Review): string {
  const known = card.versions.includes(version);
  const wanted: ModelCard = { ...card, versions: known ? card.versions : [...card.versions, version], reviewed: { on, by } };
  const edits = [
    ...(known ? [] : [appended(text, ['versions'], [plain(version)])]),
    replaced(text, ['reviewed', 'on'], `'${on}'`),
    replaced(text, ['reviewed', 'by'], plain(by)),
  ];
  const done = edits.flatMap((edit) => edit ?? []);
  const made = spliced(text, done);
  if (done.length === edits.length && means(made, wanted)) return made;
  throw new UserError(
    'card.cannot_edit',
    `models/${card.model}/card.yaml: versions or reviewed are spelt in a way that this command does not edit; expected a plain list and two plain values`,
    `Add ${version} to versions, and set reviewed to ${on}, ${by} by hand.`,
  );
}
