/** Levenshtein distance in code units. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      line.push(Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same));
    }
    above = line;
  }
  return above[b.length] ?? 0;
}

/** The known name that `given` was probably meant to be (at most two fifths of it mistyped); null when none is near. */
export function closest(given: string, known: readonly string[]): string | null {
  if (given.length > 100) return null;
  let best: string | null = null;
  let least = Math.max(1, Math.floor(given.length * 0.4)) + 1;
  for (const name of known) {
    if (name.length > 100) continue;
    const far = distance(given, name);
    if (far < least) {
      least = far;
      best = name;
    }
  }
  return best;
}
