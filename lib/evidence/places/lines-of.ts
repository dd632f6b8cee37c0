import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import { UserError, UserErrors } from '../../errors.ts';
import { readJson } from '../read-json.ts';
import { YAML_OPTIONS } from '../yaml-options.ts';

/** A way into a document: keys of mappings, positions in lists. */
export type Steps = readonly (string | number)[];

/** What a document says, and on which line of its file, from 1, each part of it stands. */
export interface Lines {
  readonly value: unknown;
  /** The line of the part, or of the nearest part around it that is there; null where not even the first step is. */
  readonly of: (steps: Steps) => number | null;
}

/** Longer YAML is not looked into: its reader can take quadratic time. */
const LONGEST = 256 * 1024;

/** Null for what does not read as one document. */
export function linesOf(path: string, bytes: Uint8Array): Lines | null {
  if (path.endsWith('.json')) return ofJson(path, bytes);
  return /\.ya?ml$/.test(path) && bytes.length <= LONGEST ? ofYaml(Buffer.from(bytes).toString('utf8')) : null;
}

function ofJson(path: string, bytes: Uint8Array): Lines | null {
  try {
    const { value, locate } = readJson(bytes, path);
    return {
      value,
      of: (steps) => {
        const there = standing(value, steps);
        if (there.length === 0) return null;
        const pointer = there.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
        return Number(/^:(\d+):/.exec(locate(pointer))?.[1] ?? 1);
      },
    };
  } catch (thrown) {
    if (thrown instanceof UserError || thrown instanceof UserErrors) return null;
    throw thrown;
  }
}

/** As many of the steps as there are. */
function standing(value: unknown, steps: Steps): Steps {
  let here = value;
  for (const [at, step] of steps.entries()) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return steps.slice(0, at);
    here = (here as Readonly<Record<string | number, unknown>>)[step];
  }
  return steps;
}

function ofYaml(text: string): Lines | null {
  const lines = new LineCounter();
  let document;
  try {
    document = parseDocument(text, { ...YAML_OPTIONS, lineCounter: lines });
    if (document.errors.length > 0) return null;
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    const { contents } = document;
    return { value, of: (steps) => lineIn(contents, steps, lines) };
  } catch {
    return null;
  }
}

function lineIn(root: Node | null, steps: Steps, lines: LineCounter): number | null {
  let here: unknown = root;
  let line: number | null = null;
  for (const step of steps) {
    const found = entry(here, step);
    if (found === null) return line;
    line = lines.linePos(found.offset).line;
    here = found.value;
  }
  return line;
}

/** A key stands where its entry begins, an item of a list where its value does. */
function entry(node: unknown, step: string | number): { readonly value: unknown; readonly offset: number } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
    const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    return pair === undefined || offset === undefined ? null : { value: pair.value, offset };
  }
  const item = isSeq(node) ? (node.items[Number(step)] as Node | undefined) : undefined;
  return item?.range === undefined || item.range === null ? null : { value: item, offset: item.range[0] };
}
