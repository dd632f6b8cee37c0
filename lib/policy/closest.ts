/** The candidate that takes the fewest edits to reach from `word`; null when even that is another word altogether. */
export function closest(word: string, candidates: readonly string[]): string | null {
  const ranked = candidates.map((candidate) => [distance(word, candidate), candidate] as const).sort(([a], [b]) => a - b);
  const [best] = ranked;
  return best !== undefined && best[0] <= Math.max(3, word.length / 2) ? best[1] : null;
}

/** Levenshtein distance in UTF-16 code units. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
