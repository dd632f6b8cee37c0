import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { isAlias, isCollection, isMap, isScalar, LineCounter, parseAllDocuments, type Node, type YAMLError } from 'yaml';
import type { Locate } from '../contracts/schema.ts';
import { UserError, UserErrors, messageOf } from '../errors.ts';
import { decode, place } from './text.ts';
import { isOrdinary } from '../ordinary-yaml.ts';
import { plainProblem } from '../yaml-plain.ts';
import { YAML_OPTIONS } from './yaml-options.ts';

/** What a file says, and where in it a JSON pointer lies. */
export interface Read {
  readonly value: unknown;
  readonly locate: Locate;
}

/** Deepest nesting of lists and mappings. */
export const MAX_DEPTH = 64;
const MAX_ERRORS = 20;
/** js-yaml counts scalars too. Its types do not know `maxDepth`. */
const OPTIONS = { schema: CORE_SCHEMA, maxDepth: MAX_DEPTH + 1 };

/** Up to this length `yaml` explains what is wrong; it takes quadratic time over some broken documents, and `js-yaml` does not. */
const EXPLAINED = 64 * 1024;

/**
 * Reads what people write: one YAML 1.2 document (core schema) without anchors, aliases, tags, directives, tabs, duplicate keys, plain scalars
 * that YAML 1.1 reads otherwise, nesting over 64 or more than 1 MB.
 *
 * `js-yaml` reads first: it is eight times as fast, linear, and bounds the depth. Whatever is not quite ordinary must then mean the same to `yaml`,
 * which knows positions but lets some broken documents through.
 * @param where path for messages
 * @throws UserError or UserErrors `yaml.*`, `file.*`, each with `file:line:column`
 */
export function readYaml(bytes: Uint8Array, where: string): Read {
  const text = decode(bytes, where);
  const tab = text.indexOf('\t');
  if (tab !== -1) {
    throw new UserError(
      'yaml.tab',
      `${where}${place(text, tab)}: a tab; expected blanks`,
      'Indent with blanks; inside double quotes write \\t.',
    );
  }
  let value: unknown;
  try {
    value = load(text, OPTIONS) ?? null;
  } catch (thrown) {
    if (text.length <= EXPLAINED) read(text, where);
    throw inWordsOf(thrown, where);
  }
  if (value !== null && isOrdinary(text)) return { value, locate: (pointer) => read(text, where).locate(pointer) };
  const careful = read(text, where);
  if (JSON.stringify(careful.value) !== JSON.stringify(value)) {
    throw new UserError(
      'yaml.ambiguous',
      `${where}: YAML readers take it for different values; expected one meaning`,
      'Put quotes around texts and write lists and mappings on lines of their own.',
    );
  }
  return careful;
}

function inWordsOf(thrown: unknown, where: string): UserError {
  if (!(thrown instanceof YAMLException))
    return new UserError('yaml.syntax', `${where}: ${messageOf(thrown)}; expected YAML 1.2`, 'Correct the document.', { cause: thrown });
  const { reason } = thrown;
  // The types say that a mark is always there; "more than one document" has none.
  const mark = thrown.mark as YAMLException['mark'] | undefined;
  const at = mark === undefined ? where : `${where}:${String(mark.line + 1)}:${String(mark.column + 1)}`;
  if (reason.includes('maxDepth')) return tooDeep(at);
  return new UserError('yaml.syntax', `${at}: ${reason}; expected YAML 1.2`, 'Correct the line.', { cause: thrown });
}

function read(text: string, where: string): Read {
  const lines = new LineCounter();
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${where}:${String(line)}:${String(col)}`;
  };
  const node = document(text, where, at, lines);
  const values = new Values(at);
  const value = values.of(node, '', 0);
  values.assertNone();
  return {
    value,
    locate: (pointer) => {
      for (let here = pointer; ; here = here.slice(0, here.lastIndexOf('/'))) {
        const offset = values.offsets.get(here);
        if (offset !== undefined) return at(offset).slice(where.length);
        if (here === '') return '';
      }
    },
  };
}

type At = (offset: number) => string;

function tooDeep(at: string): UserError {
  return new UserError(
    'yaml.too_deep',
    `${at}: nested deeper than ${String(MAX_DEPTH)}; expected a flat document`,
    'Write it with fewer levels.',
  );
}

function document(text: string, where: string, at: At, lines: LineCounter): Node | null {
  const directive = /^%/m.exec(text);
  if (directive !== null) {
    throw new UserError(
      'yaml.directive',
      `${where}${place(text, directive.index)}: a line that starts with "%"; expected no directives`,
      'Remove the line.',
    );
  }
  let documents;
  try {
    documents = parseAllDocuments(text, { ...YAML_OPTIONS, lineCounter: lines });
  } catch (thrown) {
    if (thrown instanceof RangeError) throw tooDeep(at(0));
    throw new UserError('yaml.syntax', `${at(0)}: ${messageOf(thrown)}; expected YAML 1.2`, 'Correct the document.', { cause: thrown });
  }
  if (!Array.isArray(documents)) return null;
  const [first, second] = documents as readonly (typeof documents)[number][];
  const broken = documents.flatMap((found) => [...found.errors, ...found.warnings]);
  if (broken.length > 0) throw new UserErrors(broken.slice(0, MAX_ERRORS).map((error) => syntax(error, at)));
  if (second !== undefined) {
    throw new UserError(
      'yaml.several_documents',
      `${at(second.range[0])}: a second document; expected one in a file`,
      'Move it into a file of its own.',
    );
  }
  return first?.contents ?? null;
}

function syntax(error: YAMLError, at: At): UserError {
  return new UserError('yaml.syntax', `${at(error.pos[0])}: ${error.message.split('\n')[0] ?? ''}; expected YAML 1.2`, 'Correct the line.');
}

/** Turns nodes into plain values and gathers what is refused on the way. */
class Values {
  readonly offsets = new Map<string, number>();
  readonly #at: At;
  readonly #errors: UserError[] = [];

  constructor(at: At) {
    this.#at = at;
  }

  assertNone(): void {
    const [first] = this.#errors;
    if (first !== undefined) throw this.#errors.length === 1 ? first : new UserErrors(this.#errors);
  }

  of(node: unknown, pointer: string, depth: number): unknown {
    if (node === null || node === undefined) return null;
    const known = node as Node;
    const offset = known.range?.[0] ?? 0;
    this.offsets.set(pointer, offset);
    if (isAlias(known)) {
      this.#refuse('yaml.alias', offset, `alias "*${known.source}"; expected the value itself`, 'Write the value out where it is needed.');
      return null;
    }
    if (known.tag !== undefined) this.#refuse('yaml.tag', offset, `tag "${known.tag}"; expected no tags`, 'Remove the tag.');
    if ((isScalar(known) || isCollection(known)) && known.anchor !== undefined) {
      this.#refuse('yaml.anchor', offset, `anchor "&${known.anchor}"; expected no anchors`, 'Remove the anchor and write values out.');
    }
    if (isScalar(known)) return this.#scalar(known.value, known.type === 'PLAIN' ? known.source : undefined, offset);
    if (depth >= MAX_DEPTH) throw tooDeep(this.#at(offset));
    return isMap(known) ? this.#mapping(known, pointer, depth) : this.#list(known, pointer, depth);
  }

  #refuse(code: string, offset: number, message: string, fix: string): void {
    if (this.#errors.length < MAX_ERRORS) this.#errors.push(new UserError(code, `${this.#at(offset)}: ${message}`, fix));
  }

  #scalar(value: unknown, plain: string | undefined, offset: number): unknown {
    const problem = plain === undefined ? null : plainProblem(plain);
    if (problem !== null) {
      this.#refuse(
        'yaml.ambiguous',
        offset,
        `${plain ?? ''} without quotes: ${problem}; expected a value that every YAML reader takes alike`,
        'Put quotes around text; write true, false or a plain decimal number.',
      );
    }
    return value;
  }

  #list(node: Node, pointer: string, depth: number): unknown[] {
    const { items } = node as unknown as { readonly items: readonly unknown[] };
    return items.map((item, index) => this.of(item, `${pointer}/${String(index)}`, depth + 1));
  }

  #mapping(
    node: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] },
    pointer: string,
    depth: number,
  ): unknown {
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const offset = (key as Node | null)?.range?.[0] ?? this.offsets.get(pointer) ?? 0;
      const name = isScalar(key) ? key.value : undefined;
      if (typeof name !== 'string' || (isScalar(key) && (key.tag !== undefined || key.anchor !== undefined))) {
        this.#refuse('yaml.bad_key', offset, `a key that is not plain text; expected a name`, 'Put quotes around the key, or correct it.');
        continue;
      }
      if (name === '__proto__' || name === '<<') {
        this.#refuse('yaml.bad_key', offset, `key "${name}"; expected a name without a meaning of its own`, 'Choose another name.');
        continue;
      }
      if (entries.has(name)) {
        this.#refuse(
          'yaml.duplicate_key',
          offset,
          `key ${JSON.stringify(name)} appears twice; expected each key once`,
          'Remove one of the two.',
        );
        continue;
      }
      const step = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      entries.set(name, this.of(value, step, depth + 1));
      if (!this.offsets.has(step)) this.offsets.set(step, offset);
    }
    return Object.fromEntries(entries);
  }
}
