/** One piece of a section, kept whole or cut whole. */
export interface Piece {
  /** Pieces with a lower rank are kept first. */
  readonly rank: number;
  readonly text: string;
  /** Heading of the pieces that it belongs to: stands before the first of them that is kept. */
  readonly under?: string;
  /** What it is, for the line that says what was cut: `finding`, `metric table`. */
  readonly what: string;
}

/** Pieces between a head and a tail, which appear when at least one piece is kept. */
export interface Section {
  readonly head: string;
  readonly pieces: readonly Piece[];
  readonly tail: string;
}

/** The most characters of a line that says what was cut. */
export const NOTICE = 200;

/**
 * As much of the sections as `room` characters hold, by rank first and then in order; the text keeps the order of the sections.
 * @param notice the line that says what was cut from a section, at most `NOTICE` characters
 * @returns the text, and the pieces of sections of which nothing was kept
 */
export function fit(
  sections: readonly Section[],
  room: number,
  notice: (cut: readonly Piece[]) => string,
): { readonly text: string; readonly dropped: readonly Piece[] } {
  const byRank = sections
    .flatMap((section) => section.pieces.map((piece) => ({ section, piece })))
    .toSorted((a, b) => a.piece.rank - b.piece.rank);
  const kept = new Map<Section, Set<Piece>>();
  let left = room;
  for (const { section, piece } of byRank) {
    const before = kept.get(section);
    const heading = headed(piece, before ?? new Set()) ? '' : (piece.under ?? '');
    const around = before === undefined ? section.head.length + section.tail.length + NOTICE : 0;
    const cost = heading.length + piece.text.length + around;
    if (cost > left) continue;
    left -= cost;
    kept.set(section, (before ?? new Set()).add(piece));
  }
  const text = sections.map((section) => {
    const stays = kept.get(section);
    if (stays === undefined) return '';
    const cut = section.pieces.filter((piece) => !stays.has(piece));
    const texts = section.pieces
      .filter((piece) => stays.has(piece))
      .map((piece, at, list) => (headed(piece, new Set(list.slice(0, at))) ? '' : (piece.under ?? '')) + piece.text);
    return [section.head, ...texts, ...(cut.length === 0 ? [] : [notice(cut)]), section.tail].join('');
  });
  return { text: text.join(''), dropped: sections.filter((section) => !kept.has(section)).flatMap((section) => section.pieces) };
}

/** Whether the heading of a piece stands already over one of `others`. */
function headed({ under }: Piece, others: ReadonlySet<Piece>): boolean {
  return under === undefined || [...others].some((other) => other.under === under);
}
