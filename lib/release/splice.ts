import { isMap, isScalar, isSeq, parseDocument, type ParsedNode } from 'yaml';
import { sortedJson } from '../sorted-json.ts';

// What people wrote is not written anew: a text that was folded at one width would be folded at another. Only the places that change are.

/** Replaces `text.slice(from, to)`. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** @param splices in any order; none overlaps another */
export function spliced(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.from - a.from)
    .reduce((now, { from, to, text: put }) => now.slice(0, from) + put + now.slice(to), text);
}

/** Whether a text means a value, to a reader of YAML. */
export function means(text: string, value: unknown): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && sortedJson(document.toJS()) === sortedJson(value);
}

/** The node at a path of keys; null when it is not there. */
export function nodeAt(text: string, path: readonly string[]): ParsedNode | null {
  let node: ParsedNode | null = parseDocument(text).contents;
  for (const key of path) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    node = pair?.value ?? null;
  }
  return node;
}

/** Where the line of a node's end ends: behind what somebody remarked there. */
function lineEnd(text: string, node: ParsedNode): number {
  const [, end] = node.range;
  if (text[end - 1] === '\n') return end - 1;
  const found = text.indexOf('\n', end);
  return found === -1 ? text.length : found;
}

/**
 * One more item at the end of a list.
 * @param item its lines, as they stand behind the dash
 * @returns null when the list is spelt in a way that has no place for it
 */
export function appended(text: string, path: readonly string[], item: readonly string[]): Splice | null {
  const list = nodeAt(text, path);
  if (!isSeq(list)) return null;
  const [from, to] = list.range;
  const last = list.items.at(-1);
  const [first = '', ...rest] = item;
  if (list.flow === true) {
    const behindColon = text.slice(0, from).trimEnd().length;
    if (last === undefined) return { from: behindColon, to, text: ['', `  - ${first}`, ...rest.map((line) => `    ${line}`)].join('\n') };
    return rest.length > 0 ? null : { from: last.range[1], to: last.range[1], text: `, ${first}` };
  }
  if (last === undefined) return null;
  const start = text.lastIndexOf('\n', last.range[0] - 1) + 1;
  const lead = text.slice(start, last.range[0]);
  if (!/^ *- +$/.test(lead)) return null;
  const gap = ' '.repeat(lead.length);
  const at = lineEnd(text, last);
  return { from: at, to: at, text: `\n${[`${lead}${first}`, ...rest.map((line) => `${gap}${line}`)].join('\n')}` };
}

/** A text in place of a single value. @returns null when there is none to replace */
export function replaced(text: string, path: readonly string[], by: string): Splice | null {
  const node = nodeAt(text, path);
  return isScalar(node) ? { from: node.range[0], to: node.range[1], text: by } : null;
}
