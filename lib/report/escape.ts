/**
 * Text that comes from people, models or a report file, made harmless for the place it is shown in. Nothing is hidden and nothing is
 * dropped without a word: what a reader could not see is written out, what is too long says how much is missing.
 */

/** Characters that a reader cannot see, or that reorder what can be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const codePoint = (character: string): string => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** One line in which every character shows: line ends as ⏎, other unseen characters by code point, any white space as a blank. */
export function visible(text: string): string {
  return text
    .trim()
    .replace(/\s*(\r\n|\r|\n)\s*/g, ' ⏎ ')
    .replace(/[\t\p{Zs}]/gu, ' ')
    .replace(UNSEEN, codePoint);
}

/** At most `limit` characters (code points) of `text`, and how many are missing. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const characters = Array.from(text);
  if (characters.length <= limit) return text;
  return `${characters.slice(0, limit).join('')}… (${String(characters.length - limit)} more characters)`;
}

/**
 * Words that GitHub would link, ping or draw although they are escaped: it looks for mentions, references, e-mail and web addresses,
 * emoji and formulas in the text that the Markdown gave, not in its source. In a code span it leaves them alone.
 */
const REFERENCE = /[@#$]|:.|www\.|\bGH(SA)?-|[0-9a-f]{7,}/i;

/** A sentence for Markdown: reads as written, but nothing in it acts, not even at the start of a block. */
export function prose(text: string, limit = 600): string {
  const shown = visible(clip(text, limit));
  if (shown === '') return '(empty)';
  return shown
    .split(' ')
    .map((word) =>
      REFERENCE.test(word) ? code(word) : word.replace(/[\\`*_[\]<>&~!^|]/g, (mark) => (mark === '|' ? '&#124;' : `\\${mark}`)),
    )
    .join(' ')
    .replace(/^(\d+)(?=[.)]( |$))/, '$1\\')
    .replace(/^[-+=]/, '\\$&');
}

/** A code span for Markdown, outside of tables: the text as it is. */
export function code(text: string, limit = 400): string {
  // A comment is printed into logs too, whose runners obey this anywhere in a line.
  const shown = visible(clip(text, limit)).replace(/#(?=#\w*\[)/g, codePoint);
  if (shown === '') return '(empty)';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A code span in a table cell, which no pipe can close: a code span has no escape for one that every reader takes. */
export function cell(text: string): string {
  return code(clip(text, 100).replaceAll('|', codePoint));
}

/** Text inside HTML: letters, digits and a few marks as they are, all else as numeric references. */
export function html(text: string, limit = 100): string {
  return visible(clip(text, limit)).replace(/[^A-Za-z0-9 .-]/gu, (character) => `&#${String(character.codePointAt(0) ?? 0)};`);
}

/** The message of a workflow command. */
export function commandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a workflow command. */
export function commandProperty(text: string): string {
  return commandData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * Text for a terminal or a log: no control sequences, and none of what CI runners obey: `##[command]` anywhere, `::command::` at the
 * start of a line, which after wrapping can be any word.
 */
export function terminal(text: string, limit = 2000): string {
  return visible(clip(text, limit))
    .replace(/#(?=#\w*\[)/g, codePoint)
    .replace(/(?<=^| ):(?=:)/g, codePoint);
}
