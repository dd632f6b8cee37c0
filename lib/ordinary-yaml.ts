import { plainProblem } from './yaml-plain.ts';

/**
 * What the two libraries were seen to read differently, or what may have to be refused. Each pattern takes linear time over any text: whatever
 * it scans for ends where its next start could be, or has a greatest length.
 */
const UNUSUAL = [
  // The mark of an anchor, alias or tag.
  /(?:^|[\s[{,:?-])[&*!]/m,
  // A key that is not plain text, or is absent.
  /(?:^|[\s[{,-])\?(?:\s|$)/m,
  /(?:^|[[{,]|[?-][ ])[ ]*(?:(?:~|null|true|false|[-+.]?\d[^\s:,[\]{}]*|<<|\.inf|\.nan)[ ]*)?:(?:\s|$)/im,
  /__proto__/,
  // A marker or directive.
  /^(?:---|\.\.\.|%)/m,
  // A list item without a value of its own, or with a comment in its place.
  /(?<![|>])-[ ]*(?:#|$)/m,
  // A block text with an indicator, or that does not start right on the next line.
  /[|>](?:\+|-?\d|-?[ ]*(?:#|$(?!\r?\n[ ]+[^\s#])))/m,
  // A comment between a key and its value.
  /:[ ]*(?:#|\r?\n(?:[ ]*\r?\n)*#)/,
  // A flow mapping, or a flow list of more than words and numbers on one line.
  /^[ ]*[[{]|(?::[ ]*|[?-][ ]+)(?:\[(?![^[\]{}:"'#\n]*\][ ]*(?:$|#))|\{(?!\}[ ]*(?:$|#)))/m,
  // A quote that is not closed on its own line.
  /(?:^[ ]*|:[ ]*|[?-][ ]+|[[{,][ ]*)(?:"(?!(?:[^"\\\n]|\\.)*"[ ]*(?:$|[,\]}:#]))|'(?!(?:[^'\n]|'')*'[ ]*(?:$|[,\]}:#])))/m,
  // A number longer than the words below.
  /[\d_.:]{65}/,
];
/** A word that stands alone where a value can stand. */
const LONE_WORD = /(?:^[ ]*|:[ ]*|[?-][ ]+|[[{,][ ]*)([-+.=<~\w:]{1,64})[ ]*(?=$|[,\]}#\r])/gm;

/** A mapping that starts in the first column, after nothing but comments. */
const MAPPING = /^(?:(?:#.*)?\n)*[A-Za-z]\w*:(?:[ ]|\n)/;

/** Whether everything in a text without tabs that `js-yaml` takes is so ordinary that all YAML readers agree and nothing needs to be refused. */
export function isOrdinary(text: string): boolean {
  if (!MAPPING.test(text) || UNUSUAL.some((pattern) => pattern.test(text))) return false;
  for (const [, word] of text.matchAll(LONE_WORD)) if (word !== undefined && plainProblem(word) !== null) return false;
  return true;
}
