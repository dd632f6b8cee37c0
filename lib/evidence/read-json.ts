import { UserError } from '../errors.ts';
import { MAX_DEPTH, type Read } from './read-yaml.ts';
import { decode, place } from './text.ts';
import { MAX_FILE_BYTES } from './tree.ts';

/**
 * Reads JSON (RFC 8259) strictly, in one pass. Unlike `JSON.parse` it refuses duplicate keys, numbers that overflow (`1e400`), lone
 * surrogates and nesting over 64, and says where.
 * @param where path for messages
 * @param limit most bytes
 * @throws UserError `json.*`, `file.*`, with `file:line:column`
 */
export function readJson(bytes: Uint8Array, where: string, limit = MAX_FILE_BYTES): Read {
  const text = decode(bytes, where, limit);
  return {
    value: new Reader(text, where).document(),
    locate: (pointer) => {
      const reader = new Reader(text, where, new Map());
      reader.document();
      return reader.locate(pointer);
    },
  };
}

/** Largest file of another tool that is read, in bytes: reports of a thousand columns are longer than anything that lies in a repository. */
const MAX_FOREIGN_BYTES = 16 * MAX_FILE_BYTES;

/**
 * Reads JSON as Python writes it: as strictly as `readJson`, but `NaN`, `Infinity`, `-Infinity` and numbers that overflow come back as what
 * they are in JavaScript. Whoever reads them has to say that they are no measurement.
 * @param where path for messages
 * @throws UserError `json.*`, `file.*` (over 16 MB), with `file:line:column`
 */
export function readPythonJson(bytes: Uint8Array, where: string): unknown {
  return new Reader(decode(bytes, where, MAX_FOREIGN_BYTES), where, undefined, true).document();
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const WORD = /[-+]?[A-Za-z_$][\w$]*/y;
const BLANK = /[ \t\r\n]*/y;
const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
);
const LONE_SURROGATE = /[\ud800-\udfff]/u;

class Reader {
  readonly #text: string;
  readonly #where: string;
  /** Offsets by pointer; kept only when somebody will ask. */
  readonly #offsets: Map<string, number> | undefined;
  readonly #allowNotFinite: boolean;
  #here = 0;

  constructor(text: string, where: string, offsets?: Map<string, number>, allowNotFinite = false) {
    this.#text = text;
    this.#where = where;
    this.#offsets = offsets;
    this.#allowNotFinite = allowNotFinite;
  }

  document(): unknown {
    const value = this.#value('', 0);
    this.#blank();
    if (this.#here < this.#text.length)
      this.#fail('json.trailing', `${this.#seen()} after the document; expected its end`, 'Remove what follows the first value.');
    return value;
  }

  locate(pointer: string): string {
    for (let here = pointer; ; here = here.slice(0, here.lastIndexOf('/'))) {
      const offset = this.#offsets?.get(here);
      if (offset !== undefined) return place(this.#text, offset);
      if (here === '') return '';
    }
  }

  #fail(code: string, message: string, fix: string, offset = this.#here): never {
    throw new UserError(code, `${this.#where}${place(this.#text, offset)}: ${message}`, fix);
  }

  #seen(): string {
    const character = this.#text.codePointAt(this.#here);
    return character === undefined ? 'the end of the file' : JSON.stringify(String.fromCodePoint(character));
  }

  #unexpected(expected: string): never {
    this.#fail('json.syntax', `${this.#seen()}; expected ${expected}`, 'Correct the JSON, or write the file again with a tool.');
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#here;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#here += found.length;
    return found;
  }

  #blank(): void {
    this.#match(BLANK);
  }

  #takes(character: string): boolean {
    this.#blank();
    if (this.#text[this.#here] !== character) return false;
    this.#here += 1;
    return true;
  }

  #value(pointer: string, depth: number): unknown {
    this.#blank();
    this.#offsets?.set(pointer, this.#here);
    const first = this.#text[this.#here];
    if ((first === '{' || first === '[') && depth >= MAX_DEPTH) {
      this.#fail('json.too_deep', `nested deeper than ${String(MAX_DEPTH)}; expected a flat document`, 'Write it with fewer levels.');
    }
    if (first === '{') return this.#object(pointer, depth);
    if (first === '[') return this.#array(pointer, depth);
    if (first === '"') return this.#string();
    return this.#scalar();
  }

  #scalar(): unknown {
    const start = this.#here;
    const number = this.#match(NUMBER);
    if (number !== undefined) {
      const value = Number(number);
      if (!Number.isFinite(value) && !this.#allowNotFinite) this.#notFinite(number, start);
      if (/[\w.+-]/.test(this.#text[this.#here] ?? '')) this.#unexpected('the end of the number');
      return value;
    }
    const word = this.#match(WORD);
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    if (this.#allowNotFinite && /^(?:NaN|-?Infinity)$/.test(word ?? '')) return Number(word);
    if (word !== undefined && /^[-+]?(?:nan|inf|infinity)$/i.test(word)) this.#notFinite(word, start);
    this.#here = start;
    return this.#unexpected('a value: an object, list, text in double quotes, number, true, false or null');
  }

  #notFinite(seen: string, offset: number): never {
    const shown = seen.length > 40 ? `${seen.slice(0, 37)}...` : seen;
    this.#fail(
      'json.not_finite',
      `${shown}; expected a finite number`,
      'Measure the value again; leave it out when it cannot be measured.',
      offset,
    );
  }

  #object(pointer: string, depth: number): unknown {
    const entries = new Map<string, unknown>();
    this.#here += 1;
    if (this.#takes('}')) return {};
    do {
      this.#blank();
      const start = this.#here;
      if (this.#text[start] !== '"') this.#unexpected('a key in double quotes');
      const key = this.#string();
      if (entries.has(key))
        this.#fail(
          'json.duplicate_key',
          `key ${JSON.stringify(key)} appears twice; expected each key once`,
          'Remove one of the two.',
          start,
        );
      if (key === '__proto__')
        this.#fail('json.bad_key', 'key "__proto__"; expected a name without a meaning of its own', 'Choose another name.', start);
      if (!this.#takes(':')) this.#unexpected('":" after the key');
      entries.set(
        key,
        this.#value(this.#offsets === undefined ? '' : `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1),
      );
    } while (this.#takes(','));
    if (!this.#takes('}')) this.#unexpected('"," or "}"');
    return Object.fromEntries(entries);
  }

  #array(pointer: string, depth: number): unknown[] {
    const items: unknown[] = [];
    this.#here += 1;
    if (this.#takes(']')) return items;
    do items.push(this.#value(this.#offsets === undefined ? '' : `${pointer}/${String(items.length)}`, depth + 1));
    while (this.#takes(','));
    if (!this.#takes(']')) this.#unexpected('"," or "]"');
    return items;
  }

  #string(): string {
    const start = this.#here;
    this.#here += 1;
    let value = '';
    for (let from = this.#here; ;) {
      const character = this.#text[this.#here];
      if (character === undefined || character === '\n' || character === '\r') this.#unexpected('the closing quote of the text');
      if (character === '\t') this.#unexpected('\\t for a tab in a text');
      if (character === '"') {
        value += this.#text.slice(from, this.#here);
        this.#here += 1;
        break;
      }
      if (character === '\\') {
        value += this.#text.slice(from, this.#here) + this.#escape();
        from = this.#here;
      } else {
        this.#here += 1;
      }
    }
    if (LONE_SURROGATE.test(value)) {
      this.#fail(
        'json.lone_surrogate',
        'a text with half a surrogate pair; expected well-formed Unicode',
        'Write the whole character.',
        start,
      );
    }
    return value;
  }

  #escape(): string {
    const sign = this.#text[this.#here + 1] ?? '';
    const plain = ESCAPES.get(sign);
    if (plain !== undefined) {
      this.#here += 2;
      return plain;
    }
    const digits = this.#text.slice(this.#here + 2, this.#here + 6);
    if (sign !== 'u' || !/^[\da-fA-F]{4}$/.test(digits)) this.#unexpected('a known escape');
    this.#here += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}
