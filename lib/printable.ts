/**
 * Text of many lines as a terminal or a CI log may show it: no control character but line ends and tabs, nothing that reorders what is read, and no
 * line that a CI runner would obey (`::command::` at its start, after blanks too; `##[command]` anywhere). Letters of every script stay as they are.
 * @param color whether to keep plain colours, for a terminal that shows them
 */
export function printable(text: string, color = false): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(COLOR_OR_ACTS, (found, tone: string | undefined) =>
      color && tone !== undefined ? tone : Array.from(found, codePointIfActs).join(''),
    )
    .replace(/^([^\S\n]*):(?=:)/gm, (_, blanks: string) => `${blanks}${codePoint(':')}`)
    .replace(/##(?=\w*\[|\[)/g, () => `#${codePoint('#')}`);
}

/** The same for JSON, which stays the same value. */
export function printableJson(text: string): string {
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(ACTS, escaped).replaceAll('##', `#${escaped('#')}`);
}

/** Control characters, and those that change the direction of what follows. */
const ACTS = /(?![\n\t])[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Plain colours, bold and inverse, as git and we print them; nothing that conceals. */
const COLOR_OR_ACTS = new RegExp(`(\\u001b\\[(?:(?:0|1|2|7|22|27|3[1-7]|39)(?:;(?:1|7|3[1-7]))?)?m)|${ACTS.source}`, 'gu');

function codePointIfActs(character: string): string {
  return new RegExp(ACTS.source, 'u').test(character) ? codePoint(character) : character;
}

function codePoint(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
