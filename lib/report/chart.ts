const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * One bar a value, from 0 at the bottom to the greatest value at the top; a blank where there is none. Always beside the numbers themselves: it
 * shows nothing that they do not say.
 */
export function bars(values: readonly (number | null)[]): string {
  const greatest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)));
  return values
    .map((value) => (value === null ? ' ' : (BARS[greatest === 0 ? 0 : Math.round((Math.abs(value) / greatest) * 7)] ?? ' ')))
    .join('');
}
