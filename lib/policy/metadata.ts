import { CORE_SCHEMA, load } from 'js-yaml';
import { LineCounter, parseDocument } from 'yaml';
import type { Check } from '../contracts/check.ts';
import { Check as CheckSchema } from '../contracts/check.ts';
import { problems } from '../contracts/schema.ts';
import { UserError, UserErrors, messageOf } from '../errors.ts';
import { isOrdinary } from '../ordinary-yaml.ts';

/** The package that a Rego file declares, with the row that says so. */
export interface PackageLine {
  /** `rules.metrics.below_floor`. */
  readonly name: string;
  /** Counted from 1. */
  readonly row: number;
}

/** What a check says about itself beyond the roster: thresholds that it compares with, as paths into the gate input. */
export interface CheckMetadata {
  readonly check: Check;
  readonly limits: readonly string[];
}

const PACKAGE = /^package\s+([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*(?:#.*)?$/;
const BLANK_OR_COMMENT = /^\s*(#.*)?$/;
const KNOWN = ['scope', 'title', 'description', 'custom'];
const KNOWN_CUSTOM = ['code', 'severity', 'settled', 'message', 'fix', 'limits'];

/**
 * Reads the package line, which has to be the first line that is neither blank nor a comment.
 * @throws UserError `policy.no_package`
 */
export function packageOf(source: string, file: string): PackageLine {
  const lines = source.split(/\r?\n/);
  const at = lines.findIndex((line) => !BLANK_OR_COMMENT.test(line));
  const name = PACKAGE.exec(lines[at] ?? '')?.[1];
  if (name !== undefined) return { name, row: at + 1 };
  throw new UserError(
    'policy.no_package',
    `${file}:${String(Math.max(at, 0) + 1)}: no plain package line; expected \`package a.b.c\` before anything else`,
    'Start the file with its package.',
  );
}

/**
 * Reads a check's METADATA straight from its Rego source, so that the roster needs no compiler.
 * @param file path of the source, `policies/rules/<topic>/<check>/<check>.rego`
 * @throws UserErrors, one error for each thing that is missing or wrong, naming file and row
 */
export function metadataOf(source: string, file: string): CheckMetadata {
  const lines = source.split(/\r?\n/);
  const start = packageOf(source, file).row - 1;
  const first = lines.slice(0, start).findLastIndex((line) => /^#\s*METADATA\s*$/.test(line));
  if (first === -1) {
    throw new UserError('policy.no_metadata', `${file}:1: no METADATA above the package; expected a METADATA comment`, HOW);
  }
  const block = lines.slice(first + 1, start);
  const end = block.findIndex((line) => !line.startsWith('#'));
  const text = (end === -1 ? block : block.slice(0, end)).map((line) => line.slice(1)).join('\n');
  return checked(read(text, file, first + 2), file, first + 1);
}

const HOW = 'Write title, description and custom (code, severity, message, fix) as docs/write-a-policy.md shows.';

function read(text: string, file: string, firstRow: number): Readonly<Record<string, unknown>> {
  const ordinary = ordinarily(text);
  if (ordinary !== null) return ordinary;
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, uniqueKeys: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const row = firstRow - 1 + (error.linePos?.[0].line ?? 1);
    const [reason] = error.message.split('\n');
    throw new UserError(
      'policy.metadata_invalid',
      `${file}:${String(row)}: METADATA is no YAML: ${reason ?? ''}; expected a mapping`,
      HOW,
      { cause: error },
    );
  }
  const value: unknown = plain(document, `${file}:${String(firstRow)}`);
  if (isRecord(value)) return value;
  throw new UserError('policy.metadata_invalid', `${file}:${String(firstRow)}: METADATA is empty or no mapping; expected a mapping`, HOW);
}

/** What every YAML reader takes a text for, by the one that is five times as fast; null where they could differ, or something has to be told. */
function ordinarily(text: string): Readonly<Record<string, unknown>> | null {
  const lines = text.split('\n');
  // Behind the number sign people write a blank, and a mapping starts in the first column.
  const moved = lines.every((line) => line === '' || line.startsWith(' ')) ? lines.map((line) => line.slice(1)).join('\n') : text;
  if (moved.includes('\t') || !isOrdinary(moved)) return null;
  try {
    const value = load(moved, { schema: CORE_SCHEMA });
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function plain(document: ReturnType<typeof parseDocument>, where: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new UserError('policy.metadata_invalid', `${where}: METADATA: ${messageOf(cause)}; expected YAML without aliases`, HOW, {
      cause,
    });
  }
}

function checked(metadata: Readonly<Record<string, unknown>>, file: string, row: number): CheckMetadata {
  const where = `${file}:${String(row)}`;
  const given = metadata['custom'] ?? {};
  const custom = isRecord(given) ? given : {};
  const wrong = [
    ...unknown(metadata, KNOWN).map((key) => `METADATA has "${key}"; expected one of ${KNOWN.join(', ')}`),
    ...unknown(custom, KNOWN_CUSTOM).map((key) => `METADATA custom has "${key}"; expected one of ${KNOWN_CUSTOM.join(', ')}`),
    ...(metadata['scope'] === 'package' ? [] : ['METADATA scope is not "package"; expected `scope: package`']),
  ];
  const { limits = [], ...rest } = custom;
  const check = { title: metadata['title'], description: metadata['description'], ...rest, path: file };
  const isCheck = (value: unknown): value is Check => {
    const found = problems(CheckSchema, withoutUndefined(value));
    wrong.push(...found.map(({ pointer, message }) => `METADATA${pointer.replaceAll('/', ' ')} ${message}`));
    return found.length === 0;
  };
  if (!isTextList(limits)) wrong.push('METADATA custom limits is no list of texts; expected paths such as thresholds.metrics.floors');
  if (isCheck(check) && isTextList(limits) && wrong.length === 0) return { check, limits };
  throw new UserErrors(wrong.map((problem) => new UserError('policy.metadata_invalid', `${where}: ${problem}`, HOW)));
}

function unknown(record: Readonly<Record<string, unknown>>, known: readonly string[]): readonly string[] {
  return Object.keys(record).filter((key) => !known.includes(key));
}

function withoutUndefined(value: unknown): unknown {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
