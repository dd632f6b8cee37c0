import { UserError } from '../errors.ts';

/**
 * Longest mapping key. YAML readers take an implicit key of at most 1,024 characters; a key may grow by its quotes.
 */
const MAX_KEY = 1000;

/** Deepest nesting; a cyclic value runs into it too. */
const MAX_DEPTH = 100;

/** First a letter, `_`, `/` or `--x`, so that no reader can take it for a number, a date or an indicator. */
const PLAIN = /^(?:[A-Za-z_/]|--[A-Za-z])[\w./@+=~%,;()*&!?$^-]*(?:[ :][\w./@+=~%,;()*&!?$^-]+)*$/;

/** YAML 1.1 reads these as booleans, null or numbers; `e3` is NaN to one of its readers. */
const TAKEN = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|infinity|e[-+]?\d.*)$/i;

/** What a reviewer can't see, spelt out because `\p{C}` changes with the Unicode version of the Node that runs it. */
const UNSEEN_RANGES = [
  String.raw`\0-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff`, // controls, other spaces, zero width, bidirectional marks
  String.raw`\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f`, // joiners, fillers, blanks, variation selectors
  String.raw`\ufdd0-\ufdef\ufff0-\uffff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{1fffe}\u{1ffff}\u{2fffe}-\u{10ffff}`, // specials, tags, non-characters
];
// eslint-disable-next-line no-misleading-character-class -- the joiners stand for themselves
const UNSEEN = new RegExp(`[${UNSEEN_RANGES.join('')}]`, 'u');
const EVERY_UNSEEN = new RegExp(UNSEEN, 'gu');

const LONE_SURROGATE = /[\ud800-\udfff]/u;

/** Nothing in it is unseen or half of a character: told much faster than by the patterns above, and true of nearly every text. */
const SEEN = /^[\n -~]*$/;

type Path = (string | number)[];

function refuse(path: Path, seen: string, expected: string): never {
  const where = path.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step.slice(0, 80)}`)).join('');
  throw new UserError('yaml.unwritable', `value${where}: ${seen}; expected ${expected}`, 'Give a value that JSON can hold without loss.');
}

function quoted(text: string): string {
  const escape = (character: string): string => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  };
  const json = JSON.stringify(text);
  return SEEN.test(text) ? json : json.replace(EVERY_UNSEEN, escape);
}

/** One line that can't stand plain: in single quotes (keeps PromQL readable) or in JSON's. */
function quotedLine(text: string): string {
  return /["\\]/.test(text) && !text.includes('\n') && (SEEN.test(text) || !UNSEEN.test(text))
    ? `'${text.replaceAll("'", "''")}'`
    : quoted(text);
}

/** Several tidy lines as a literal block; `undefined` when blanks at an edge or unseen characters could be lost in it. */
function literal(text: string, indent: string): string | undefined {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n');
  if (lines[0] === '' || lines.at(-1) === '' || text.startsWith(' ')) return undefined;
  const seen = SEEN.test(body);
  if (lines.some((line) => line.endsWith(' ') || (!seen && UNSEEN.test(line)))) return undefined;
  return `${body === text ? '|-' : '|'}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}`;
}

/** Spellings of keys and of short texts that were written before: manifests have few different ones, and each costs two patterns. */
const KEYS = new Map<string, string>();
const MAX_KEYS = 4096;
const TEXTS = new Map<string, string>();
const MAX_TEXTS = 4096;
const SHORT = 48;

function string(text: string, indent: string, path: Path): string {
  if (text.length > SHORT || text.includes('\n')) return spelling(text, indent, path);
  const known = TEXTS.get(text);
  if (known !== undefined) return known;
  const spelt = spelling(text, indent, path);
  if (TEXTS.size < MAX_TEXTS) TEXTS.set(detached(text), detached(spelt));
  return spelt;
}

/** A copy of its own: a part of a text that was read keeps all of that text in memory, a manifest for a name. */
function detached(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

function spelling(text: string, indent: string, path: Path): string {
  if (PLAIN.test(text) && !TAKEN.test(text)) return text;
  if (!SEEN.test(text) && LONE_SURROGATE.test(text)) refuse(path, 'text with half a surrogate pair', 'well-formed Unicode');
  return (text.includes('\n') ? literal(text, indent) : undefined) ?? quotedLine(text);
}

function key(text: string, path: Path): string {
  const known = KEYS.get(text);
  if (known !== undefined) return known;
  const spelt = spell(text, path);
  if (KEYS.size < MAX_KEYS) KEYS.set(text, spelt);
  return spelt;
}

function spell(text: string, path: Path): string {
  if (text.length > MAX_KEY) refuse(path, `a key of ${String(text.length)} characters`, `at most ${String(MAX_KEY)}`);
  if (PLAIN.test(text) && !TAKEN.test(text) && !text.includes(':')) return text;
  if (LONE_SURROGATE.test(text)) refuse(path, 'a key with half a surrogate pair', 'well-formed Unicode');
  return quotedLine(text);
}

function number(value: number, path: Path): string {
  if (!Number.isFinite(value)) refuse(path, String(value), 'a finite number');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) refuse(path, String(value), 'an integer below 2^53; longer ones as text');
  // YAML 1.1 takes 1e-7 for text: its floats need a point.
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function scalar(value: unknown, indent: string, path: Path): string {
  if (typeof value === 'string') return string(value, indent, path);
  if (typeof value === 'number') return number(value, path);
  if (typeof value === 'boolean' || value === null) return String(value);
  return refuse(path, value === undefined ? 'undefined' : `a ${typeof value}`, 'text, number, boolean, null, list or object');
}

function className(prototype: unknown): string {
  const made: unknown = (prototype as { constructor?: unknown }).constructor;
  return typeof made === 'function' && made.name !== '' ? made.name : 'without a name';
}

function assertPlain(value: object, path: Path): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return;
  refuse(path, `an object of class ${className(prototype)}`, 'a plain object');
}

/** What stands behind `key:` or `-` with the blank before it; `indent` is that of its own lines. */
function behind(value: unknown, indent: string, path: Path, bullet: boolean): string {
  if (typeof value !== 'object' || value === null) return ` ${scalar(value, indent, path)}\n`;
  if (path.length > MAX_DEPTH) refuse(path.slice(0, 3), `nested deeper than ${String(MAX_DEPTH)}`, 'a flat, acyclic value');
  const lines = Array.isArray(value) ? list(value, indent, path) : mapping(value, indent, path);
  if (lines === '') return Array.isArray(value) ? ' []\n' : ' {}\n';
  return bullet ? ` ${lines.slice(indent.length)}` : `\n${lines}`;
}

function list(items: readonly unknown[], indent: string, path: Path): string {
  const inside = `${indent}  `;
  let text = '';
  for (let index = 0; index < items.length; index++) {
    path.push(index);
    text += `${indent}-${behind(items[index], inside, path, true)}`;
    path.pop();
  }
  return text;
}

function mapping(value: object, indent: string, path: Path): string {
  assertPlain(value, path);
  const inside = `${indent}  `;
  let text = '';
  for (const name of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[name];
    // An unset key is left out, as in JSON.
    if (inner === undefined) continue;
    path.push(name);
    text += `${indent}${key(name, path)}:${behind(inner, inside, path, false)}`;
    path.pop();
  }
  return text;
}

/**
 * Writes one YAML document whose every scalar all readers, YAML 1.1 and 1.2, take for the same value, and whose every
 * character a reviewer can see. One value has one spelling: reading the text and writing it again gives the same bytes.
 *
 * Shape: block style, two blanks a level, keys in the order given, `{}` and `[]` for empty ones, one line feed at the end.
 * `-0` is written as `0` and unset keys are left out, as in JSON.
 * @param value JSON data: text, finite numbers, booleans, null, lists and plain objects
 * @throws UserError `yaml.unwritable` with the place, for anything else (NaN, integers from 2^53, lone surrogates,
 * undefined in a list, functions, class instances, keys over 1,000 characters, nesting over 100)
 */
export function emitYaml(value: unknown): string {
  const text = behind(value, typeof value === 'object' ? '' : '  ', [], false);
  return text.slice(1);
}
