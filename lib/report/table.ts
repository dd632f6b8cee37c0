/** Places that a text takes on a terminal, near enough: one a code point. */
export function columns(text: string): number {
  return Array.from(text).length;
}

/** Columns as wide as their widest cell; those from `numbersFrom` on stand to the right when they hold whole numbers. */
export function table(indent: string, head: readonly string[], rows: readonly (readonly string[])[], numbersFrom: number): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => columns(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => {
        const blank = ' '.repeat((widths[column] ?? 0) - columns(text));
        return column >= numbersFrom ? blank + text : text + blank;
      })
      .join('  ')
      .trimEnd();
  return all.map((row) => indent + line(row));
}
